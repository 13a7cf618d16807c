import { describe, expect, it } from '@jest/globals';
import { conflicts, matchRoute, parseRoute, splitPath } from '../../local/host/routes.ts';

const match = (template: string, path: string, method = 'GET', methods: string[] = []) =>
  matchRoute(parseRoute(template, methods), method, splitPath(path));

describe('a route template', () => {
  it.each([
    ['api/devices', '/api/devices', {}],
    ['api/devices', '/API/Devices/', {}],
    ['api/devices', '/api/device', undefined],
    ['api/devices', '/api/devices/7', undefined],
    ['api/devices/{id}', '/api/devices/7', { id: '7' }],
    ['api/devices/{id}', '/api/devices', undefined],
    ['api/devices/{id}', '/api/devices//', undefined],
    ['api/{id:int}', '/api/-12', { id: '-12' }],
    ['api/{id:int}', '/api/2147483648', undefined],
    ['api/{id:int}', '/api/1e3', undefined],
    ['api/{id:long}', '/api/9223372036854775807', { id: '9223372036854775807' }],
    ['api/{id:long}', '/api/9223372036854775808', undefined],
    ['api/{name:alpha}', '/api/abc', { name: 'abc' }],
    ['api/{name:alpha}', '/api/ab1', undefined],
    ['api/{id:guid}', '/api/6F9619FF-8B86-D011-B42D-00C04FC964FF', { id: '6F9619FF-8B86-D011-B42D-00C04FC964FF' }],
    ['api/{flag:bool}', '/api/maybe', undefined],
    ['api/{id?}', '/api', {}],
    ['api/{id:int?}', '/api/5', { id: '5' }],
    ['api/{id:int?}', '/api/x', undefined],
    ['api/{page=1}', '/api', { page: '1' }],
    ['api/{page=1}', '/api/2', { page: '2' }],
    ['api/{*rest}', '/api/a/b/c', { rest: 'a/b/c' }],
    ['api/{*rest}', '/api', {}],
    ['', '/', {}],
    ['', '/x', undefined],
    ['{a}/{b}', '/%C3%BC/a%2Fb', { a: 'ü', b: 'a%2Fb' }],
    ['{a}', '/%zz', { a: '%zz' }],
  ])('%s and %s give %p', (template, path, parameters) => {
    expect(match(template, path)).toEqual(parameters);
  });

  it('answers the methods it names, all of them if it names none', () => {
    expect(match('x', '/x', 'GET', ['post'])).toBeUndefined();
    expect(match('x', '/x', 'POST', ['post'])).toEqual({});
    expect(match('x', '/x', 'PURGE')).toEqual({});
  });

  it.each([
    '/x',
    '~/x',
    'a//b',
    '{id:regex(^a$)}',
    '{id:min(1)}',
    '{id:constructor}',
    'a{id}',
    '{a}.{b}',
    '{*rest}/x',
    '{id?}/x',
    '{id',
    '{id}/{ID}',
    '{*rest:int}',
  ])('%s is refused, not guessed', (template) => {
    expect(() => parseRoute(template, [])).toThrow(Error);
  });

  it('conflicts with the same template where the methods overlap', () => {
    const route = (template: string, ...methods: string[]) => parseRoute(template, methods);
    expect(conflicts(route('A/{x}', 'GET'), route('a/{X}', 'get', 'POST'))).toBe(true);
    expect(conflicts(route('a/{x}', 'GET'), route('a/{x}'))).toBe(true);
    expect(conflicts(route('a/{x}', 'GET'), route('a/{x}', 'POST'))).toBe(false);
    expect(conflicts(route('a/{x}'), route('a/{y}'))).toBe(false);
  });
});
