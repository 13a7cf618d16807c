import { describe, expect, it } from '@jest/globals';
import { directoryConfig } from '../../../lib/sources/active-directory/config.ts';
import { believed, changedSince } from '../../../lib/sources/active-directory/read-openldap.ts';
import { connectorOf, poll } from './polling.ts';

const settings = {
  name: 'ad',
  type: 'active-directory',
  url: 'ldaps://dc1.lab.example',
  bindDn: 'reader@lab.example',
  password: 'env:AD_PASSWORD',
};

describe('the settings of a directory', () => {
  it.each([
    { url: 'ldap://dc1.lab.example:389' },
    { url: 'ldaps://[::1]:636/' },
    { bindDn: 'LAB\\reader' },
    { bindDn: 'cn=reader,dc=lab' },
    { filter: '(&(department=Sales)(!(title=x)))' },
  ])('may be %j', (more) => {
    expect(directoryConfig.safeParse({ ...settings, ...more }).success).toBe(true);
  });

  it.each([
    { url: 'https://dc1' },
    { url: 'dc1.lab.example' },
    { url: 'ldaps://reader:secret@dc1' },
    { url: 'ldaps://dc1/DC=lab' },
    { bindDn: 'reader' },
    { bindDn: 'EXTERNAL' },
    { bindDn: '' },
    { password: 'Passw0rd' },
    { filter: 'department=(Sales' },
    { pageSize: 1001 },
    { proxy: 'http://proxy:3128' },
    { tls: false },
  ])('may not be %j', (more) => {
    expect(directoryConfig.safeParse({ ...settings, ...more }).success).toBe(false);
  });

  it('with an empty password stop the poll before anything is sent: a server takes it for anonymous', async () => {
    const connector = connectorOf({ url: 'ldaps://127.0.0.1:9', bindDn: 'a@b', password: '' });
    expect((await poll(connector)).error).toMatchObject({ code: 'secret-missing' });
  });

  it('name a port where nothing listens: refused', async () => {
    const connector = connectorOf({ url: 'ldaps://127.0.0.1:9', bindDn: 'a@b', password: 'x' });
    expect((await poll(connector)).error).toMatchObject({ code: 'refused' });
  });
});

describe('the CSN to read from', () => {
  const csn = (second: number, writer: string): string =>
    `dc=lab 202611231449${second}.000000Z#000000#${writer}#000000`;
  const at = (second: number, writer: string): string => csn(second, writer).slice('dc=lab '.length);

  it.each([
    ['nothing, while no writer moved', [csn(10, '001')], [csn(10, '001')], 'nothing'],
    [
      'the former one of the writer that moved',
      [csn(10, '001'), csn(20, '002')],
      [csn(10, '001'), csn(30, '002')],
      { csn: at(20, '002') },
    ],
    [
      'the oldest, where several moved',
      [csn(10, '001'), csn(20, '002')],
      [csn(40, '001'), csn(30, '002')],
      { csn: at(10, '001') },
    ],
    ['unknown, with a new writer', [csn(10, '001')], [csn(10, '001'), csn(30, '002')], 'unknown'],
    ['unknown, without any', [], [], 'unknown'],
    ['behind, with a writer gone', [csn(10, '001'), csn(30, '002')], [csn(10, '001')], 'went back'],
    ['behind, with all gone', [csn(10, '001')], [], 'went back'],
    ['behind, with an older one', [csn(30, '001')], [csn(10, '001')], 'went back'],
  ])('is %s', (_, before, now, since) => expect(changedSince(before, now)).toEqual(since));
});

describe('a contextCSN', () => {
  const now = new Date('2026-11-23T14:49:28Z');
  const [past, soon, ahead] = ['20261123144928', '20261123150000', '21000101000000'].map(
    (at) => `dc=lab ${at}.000000Z#000000#001#000000`,
  );

  it('is believed up to an hour ahead of the clock', () => {
    expect(believed([String(past), String(soon)], now)).toEqual([past, soon]);
  });

  it('says nothing where a server wrote in the future, nor do the others: everything is read', () => {
    expect(believed([String(past), String(ahead)], now)).toEqual([]);
    expect(changedSince(believed([String(ahead)], now), believed([String(ahead)], now))).toBe('unknown');
  });
});
