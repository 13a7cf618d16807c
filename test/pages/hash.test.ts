// The address of a place in the pages.
import { describe, expect, it } from '@jest/globals';
import { hrefOf, parseHash } from '../../pages/shell/hash.ts';

describe('the hash', () => {
  it.each([
    ['', '', [], ''],
    ['#/status', 'status', [], ''],
    ['#status', 'status', [], ''],
    ['#/status/a%2Fb%20c', 'status', ['a/b c'], ''],
    ['#/estate/devices/7?platform=ios&q=', 'estate', ['devices', '7'], 'platform=ios&q='],
    ['#/status/%', 'status', ['%'], ''],
  ])('%s is a place', (hash, view, path, query) => {
    const parsed = parseHash(hash);
    expect([parsed.view, parsed.path, String(parsed.query)]).toEqual([view, path, query]);
  });

  it('is no place where something in it is longer than whatever these pages name', () => {
    const long = 'x'.repeat(201);
    for (const hash of [`#/status/source/${long}`, `#/estate/devices?model=${long}`, `#/estate/devices?${long}=1`])
      expect(parseHash(hash)).toMatchObject({ view: '-', path: [] });
    expect(parseHash(`#/status/source/${'x'.repeat(200)}`).view).toBe('status');
  });

  it.each([
    ['platform=ios&platform=android&sort=model', 'platform=ios&sort=model', true],
    ['platform=ios&platform=ios', 'platform=ios', false],
    ['platform=ios&sort=model', 'platform=ios&sort=model', false],
  ])('has each name once, the first time that it stands there: %s', (search, query, isTwofold) => {
    const parsed = parseHash(`#/estate/devices?${search}`);
    expect([String(parsed.query), parsed.isTwofold]).toEqual([query, isTwofold]);
  });

  it('leads back to the place that it was made of', () => {
    const name = '<img src=x onerror=alert(1)>/?#%&é';
    const { view, path, query } = parseHash(hrefOf('status', [name], { only: 'a&b' }));
    expect([view, path, query.get('only')]).toEqual(['status', [name], 'a&b']);
  });
});
