// Requests to the API: query strings, bodies, headers, cursors.

import { HttpRequest } from '@azure/functions';
import { functionKeyOf, principalOf, purposeOf } from '../../lib/http/principal.ts';
import { problemOf, problemResponse } from '../../lib/http/problem.ts';
import { queryErrors, queryOf } from '../../lib/http/request.ts';
import type { DeclaredAttributes } from '../../lib/query/attributes.ts';
import { openCursor } from '../../lib/query/cursor.ts';
import { queryEndpoints } from '../../lib/query/endpoints.ts';
import { parseList, parseQuery } from '../../lib/query/parse.ts';
import { devices } from '../../lib/query/resource.ts';
import { SecretReference } from '../../lib/secrets.ts';
import type { Subject } from './growth.ts';
import { textsOf } from './subjects-texts.ts';

const counted = (size: number, pair: (i: number) => string): string =>
  Array.from({ length: size / pair(0).length }, (_, i) => pair(i)).join('&');

const QUERIES: Readonly<Record<string, (size: number) => string>> = {
  'one unknown name after the other': (size) => counted(size, (i) => `x${i}=1`),
  'the same name again and again': (size) => counted(size, () => 'platform=ios'),
  'the key again and again, among others': (size) => counted(size, (i) => (i % 2 ? 'code=a' : 'q=ab')),
  'a long list': (size) => `platform.in=${'ios,'.repeat(size / 4)}`,
  'a long list of fields': (size) => `fields=${counted(size, (i) => `f${i}`).replaceAll('&', ',')}`,
  'percent signs': (size) => `q=${'%'.repeat(size)}`,
  'encoded bytes that are no UTF-8': (size) => `q=${'%FF'.repeat(size / 3)}`,
  ampersands: (size) => '&'.repeat(size),
  'one unknown attribute after the other': (size) => counted(size, (i) => `attributes.x${i}=1`),
  'the same attribute, with a value after the other': (size) => `attributes.agent.in=${'a,'.repeat(size / 2)}`,
  'a long name of an attribute': (size) => `attributes.${'a.'.repeat(size / 2)}=1`,
  'a long name': (size) => `${'a.'.repeat(size / 2)}=1`,
};

const ATTRIBUTES: DeclaredAttributes = new Map([['agent', new Set(['string'] as const)]]);

function answered(work: () => unknown): unknown {
  try {
    return work();
  } catch (error) {
    return problemResponse(problemOf(error), 'invocation');
  }
}

export function requestSubjects(): readonly Subject[] {
  process.env.FUZZ_KEY = 'a key that only tests use';
  const key = new SecretReference('env:FUZZ_KEY');
  const list = queryEndpoints.find(({ name }) => name === 'listDevices') ?? queryEndpoints[0];
  const parameters = list?.parameters ?? [];
  return [
    ...Object.entries(QUERIES).map(([name, input]) => ({
      name: `query of ${name}`,
      input: (size: number) => new HttpRequest({ method: 'GET', url: `http://lens/api/devices?${input(size)}` }),
      work: (request: HttpRequest) => {
        const { query } = queryOf(request);
        answered(() => queryErrors(parameters, query));
        answered(() => parseQuery(devices, query, ATTRIBUTES));
      },
    })),
    {
      name: 'filters of a body',
      input: (size) => Array.from({ length: size / 16 }, (_, i): [string, string] => [`f${i}`, 'x']),
      work: (filters: [string, string][]) => answered(() => parseList(devices, filters, filters)),
    },
    {
      name: 'cursors and headers',
      input: textsOf,
      work: (texts: readonly string[]) => {
        for (const text of texts) {
          openCursor(key, text, text);
          answered(() => principalOf({ get: () => text }, functionKeyOf({ get: () => text }, [text]), key));
          answered(() => purposeOf({ get: () => text }, ['support'], true));
        }
      },
    },
  ];
}
