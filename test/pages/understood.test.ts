// What is searched for of what a service desk pastes.
import { describe, expect, it } from '@jest/globals';
import { isMistypedImei, understood } from '../../pages/estate/understood.ts';

describe('of a text that was pasted', () => {
  it.each([
    ['351618110819087', '351618110819087', 'imei', false],
    ['35-161811-081908-7', '35-161811-081908-7', 'imei', false],
    ['IMEI: 35-161811-081908-7', '35-161811-081908-7', 'imei', true],
    ['imei 35 161811 081908 7', '35 161811 081908 7', 'imei', true],
    ['IMEI2 = 351618110819087', '351618110819087', 'imei', true],
    ['351618110819087 / 01', '351618110819087', 'imei', true],
    ['IMEI: 351618110819087/01', '351618110819087', 'imei', true],
    ['3516181108190801', '35161811081908', 'imei', true],
    ['Handy weg!! IMEI: 351618110819087, bitte sperren', '351618110819087', 'imei', true],
    ['S/N: R5CXX10LDVM', 'R5CXX10LDVM', 'identifier', true],
    ['Serial number R5CXX10LDVM', 'R5CXX10LDVM', 'identifier', true],
    ['Seriennummer: R5CXX10LDVM.', 'R5CXX10LDVM', 'identifier', true],
    ['Display of R5CXX10LDVM is broken', 'R5CXX10LDVM', 'identifier', true],
    ['R5CXX10LDVM', 'R5CXX10LDVM', 'identifier', false],
    ['MAC: 4C:D5:77:A8:4C:74', '4C:D5:77:A8:4C:74', 'identifier', true],
    ['Tel.: +49 171 3920080', '+49 171 3920080', 'number', true],
    ['tel:+491713920080', '+491713920080', 'number', true],
    ['mobil 0171/3920080', '0171/3920080', 'number', true],
    ['Call (0171) 392 00-80, please', '0171 392 00-80', 'number', true],
    ['+49 (171) 3920080', '+49 (171) 3920080', 'number', false],
    ['Amélie Andersson <amelie@contoso.example>', 'amelie@contoso.example', 'mail', true],
    ["<amelie.o'hara@contoso.example>;", "amelie.o'hara@contoso.example", 'mail', true],
    ['SMTP:amelie@contoso.example', 'amelie@contoso.example', 'mail', true],
    ['amelie@contoso.example', 'amelie@contoso.example', 'mail', false],
    ['User: CONTOSO\\amelie', 'CONTOSO\\amelie', 'text', true],
    ['Name: Andersson, Amélie', 'Andersson, Amélie', 'text', true],
  ])('%j it is %j', (typed, q, kind, isPart) => {
    expect(understood(typed)).toEqual({ q, kind, isPart });
  });

  it.each([
    ...[
      'Amélie Andersson',
      'Handy',
      'Handy, Anna',
      'Serial Killer',
      'iPhone 14',
      'LTN-2024-000123',
      'Name',
      'Müller 1',
      'Anna 30.11.2026',
      'IMEI:',
      'anna@',
      'ANDERSSON',
      'Emil 1234567 and Anna 7654321',
      '  two   blanks ',
    ],
  ])('all is searched for: %j', (typed) => {
    expect(understood(typed)).toMatchObject({ q: typed.replace(/\s+/g, ' ').trim(), kind: 'text', isPart: false });
  });

  it('as much is searched for as the API takes', () => {
    expect(understood('a'.repeat(200))).toEqual({ q: 'a'.repeat(100), kind: 'text', isPart: true });
  });
});

it.each([
  ['351618110819086', true],
  ['351618110819087', false],
  ['49-015420-323751-8', false],
  ['49015420323751', false],
])('an IMEI is told to be mistyped by its last digit: %s', (text, is) => {
  expect(isMistypedImei(text)).toBe(is);
});
