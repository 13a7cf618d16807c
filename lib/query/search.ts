// Search over users and devices, and lists whose query stands in a body instead of a URL that proxies log.
import type { ApiDependencies } from '../http/dependencies.ts';
import type { Answer, ApiRequest } from '../http/endpoint.ts';
import { invalidRequest, type ParameterError } from '../http/problem.ts';
import { queryErrors, shown } from '../http/request.ts';
import { demandPurpose } from './app-filter.ts';
import { countApps } from './apps.ts';
import { declaredAttributes } from './attributes.ts';
import { find } from './find.ts';
import { list, listAnswer } from './list.ts';
import { type ListRequest, parseList } from './parse.ts';
import { searchable } from './resource.ts';
import { APPS, BODY_CONTROLS, SEARCH_PARAMETERS } from './search-schema.ts';
import type { RawParameter } from './values.ts';

/** GET /api/search */
export async function search({ query }: ApiRequest, dependencies: ApiDependencies): Promise<Answer> {
  const errors = queryErrors(SEARCH_PARAMETERS, query);
  return find(dependencies, Object.fromEntries(query), errors);
}

/** POST /api/search: with `dataset` a list, without one the same as GET. */
export async function searchByBody(asked: ApiRequest, dependencies: ApiDependencies): Promise<Answer> {
  const { body } = asked;
  if (typeof body !== 'object' || body === null || Array.isArray(body))
    throw invalidRequest([{ parameter: 'body', detail: 'A JSON object.' }]);
  const members = new Map<string, unknown>(Object.entries(body));
  if (members.get('dataset') === APPS) return countApps({ ...asked, query: queryIn(members) }, dependencies);
  if (members.has('dataset')) {
    const request = await listRequestOf(members);
    demandPurpose(request, asked, dependencies);
    return listAnswer(request, await list(dependencies, request, {}, asked.wantsTotal));
  }
  const errors: ParameterError[] = [];
  const { q, limit, cursor, ...others } = Object.fromEntries(rawParameters([...members], errors));
  errors.push(
    ...Object.keys(others).map((name) => ({
      parameter: shown(name),
      detail: 'Unknown without `dataset`. Allowed: q, limit, cursor.',
    })),
  );
  if (q === undefined) errors.push({ parameter: 'q', detail: 'Missing.' });
  const texts = Object.entries({ q, limit, cursor }).flatMap(([name, value]) => {
    if (typeof value !== 'object') return value === undefined ? [] : [[name, value]];
    errors.push({ parameter: name, detail: 'One value, not a list.' });
    return [];
  });
  return find(dependencies, Object.fromEntries(texts), errors);
}

async function listRequestOf(members: ReadonlyMap<string, unknown>): Promise<ListRequest> {
  const errors: ParameterError[] = [];
  const resource = searchable.find((r) => r.name === members.get('dataset'));
  if (!resource)
    throw invalidRequest([{ parameter: 'dataset', detail: `One of: ${searchable.map((r) => r.name).join(', ')}.` }]);
  const controls: (readonly [string, unknown])[] = [];
  for (const [name, value] of members)
    if (BODY_CONTROLS.some((c) => c === name)) controls.push([name, value]);
    else if (name !== 'dataset' && name !== 'filters')
      errors.push({
        parameter: shown(name),
        detail: `Unknown. Allowed: dataset, filters, ${BODY_CONTROLS.join(', ')}.`,
      });
  const filters = filtersIn(members, errors);
  const declared = await declaredAttributes(resource, Object.keys(filters));
  const given = rawParameters(Object.entries(filters), errors);
  return parseList(resource, rawParameters(controls, errors), given, errors, declared);
}

/** Throws ApiError 400. */
function filtersIn(members: ReadonlyMap<string, unknown>, errors: readonly ParameterError[]): object {
  const filters = members.get('filters') ?? {};
  if (typeof filters === 'object' && !Array.isArray(filters)) return filters;
  throw invalidRequest([
    ...errors,
    { parameter: 'filters', detail: 'An object: names as in the query string, and values.' },
  ]);
}

/** The body as the query string of the same list. Throws ApiError 400. */
function queryIn(members: ReadonlyMap<string, unknown>): URLSearchParams {
  const errors: ParameterError[] = [];
  const { dataset: _, filters: __, ...controls } = Object.fromEntries(members);
  const given = rawParameters([...Object.entries(controls), ...Object.entries(filtersIn(members, errors))], errors);
  const query = new URLSearchParams();
  for (const [name, value] of given)
    if (typeof value === 'string') query.append(name, value);
    else errors.push({ parameter: shown(name), detail: 'One value, not a list.' });
  if (errors.length > 0) throw invalidRequest(errors);
  return query;
}

/** JSON values as the query string would write them. */
function rawParameters(entries: readonly (readonly [string, unknown])[], errors: ParameterError[]): RawParameter[] {
  return entries.flatMap(([name, value]): RawParameter[] => {
    if (isScalar(value)) return [[name, String(value)]];
    if (Array.isArray(value) && value.every(isScalar)) return [[name, value.map(String)]];
    errors.push({ parameter: shown(name), detail: 'Text, a number, a boolean, or a list of these.' });
    return [];
  });
}

const isScalar = (value: unknown): value is string | number | boolean =>
  typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
