// What the declarations of list endpoints have in common.
import { hasTellingFields } from '../catalog/index.ts';
import type { ApiParameter, JsonSchema } from '../http/endpoint.ts';
import { integer, json, text } from '../http/json-schema.ts';
import type { Resource } from './resource.ts';
import { listParameters, pageSchema } from './schema.ts';

/** Of attributes in one page, which ends behind them: what a client goes on with is told as ever. */
export const PAGE_CHARACTERS = 8_000_000;

export const common = { method: 'GET', authLevel: 'function', purpose: 'optional', checksQuery: true } as const;

export const answered = (description: string, schema: JsonSchema) => ({ description, content: json(schema) });

/** As JSON, or as a page of a download. */
export const answeredAs = (schema: JsonSchema) => ({
  content: { ...json(schema), 'text/csv': text },
  headers: {
    'x-next-cursor': { description: 'Cursor of the next page, of CSV answers only', schema: text },
    'x-total-count': { description: 'As `total`, where it is exact', schema: integer },
  },
});

/** What every list of a resource declares. */
export function listOf(resource: Resource, path: readonly ApiParameter[] = []) {
  return {
    ...common,
    dataset: hasTellingFields(resource.dataset) ? resource.table : null,
    shows: Object.values(resource.kinds ?? { only: resource.dataset }).map(({ name }) => name),
    parameters: [...path, ...listParameters(resource)],
    characters: PAGE_CHARACTERS,
    response: {
      description: 'A page',
      ...answeredAs(pageSchema(resource)),
    },
    problems:
      path.length === 0 ? [] : path.some(({ name }) => name === 'id') ? ([404, 410] as const) : ([404] as const),
  };
}
