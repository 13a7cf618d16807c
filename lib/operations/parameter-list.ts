// Answers the lists of parameter-endpoints.ts: lines that are all in memory, filtered and cut into pages.
import type { Answer, ApiParameter, ApiRequest } from '../http/endpoint.ts';
import { invalidRequest, type ParameterError } from '../http/problem.ts';
import { queryErrors } from '../http/request.ts';
import { CSV, csvOf } from '../query/csv.ts';
import { openCursor, sealCursor } from '../query/cursor.ts';
import { CURSOR_ALLOWED, limitOf, rawOf } from '../query/parse.ts';
import { leftOutLines, type ParameterDependencies, type ParameterLine, parameterLines } from './parameters.ts';

/** What the endpoint takes, and the columns of its CSV. */
interface Declared {
  readonly parameters: readonly ApiParameter[];
  readonly columns: readonly string[];
}

const PAGING = new Set(['limit', 'cursor', 'format', 'raw']);

/** GET /api/parameters. Throws ApiError 400, StoreError. */
export async function answerParameters(
  request: ApiRequest,
  dependencies: ParameterDependencies,
  declared: Declared,
): Promise<Answer> {
  const wanted = parse('parameters', declared.parameters, request, dependencies);
  const { lines, countedAt } = await parameterLines(dependencies);
  const found = lines.filter((line) => matches(line, wanted.filters));
  return page(found, declared.columns, wanted, dependencies, {
    declared: properties(found),
    withValue: properties(found.filter(({ rowsWithValue }) => rowsWithValue > 0)),
    countedAt,
  });
}

const properties = (lines: readonly ParameterLine[]): number =>
  new Set(lines.map(({ product, entity, wire }) => JSON.stringify([product, entity, wire]))).size;

/** GET /api/parameters/left-out. Throws ApiError 400. */
export async function answerLeftOut(
  request: ApiRequest,
  dependencies: ParameterDependencies,
  declared: Declared,
): Promise<Answer> {
  const wanted = parse('left-out', declared.parameters, request, dependencies);
  const found = (await leftOutLines()).filter((line) => matches(line, wanted.filters));
  return page(found, declared.columns, wanted, dependencies, { total: found.length });
}

interface Wanted {
  readonly filters: ReadonlyMap<string, string>;
  readonly limit: number;
  readonly from: number;
  readonly binding: string;
  readonly csv: boolean;
  readonly raw: boolean;
}

function parse(
  name: string,
  declared: readonly ApiParameter[],
  { query: given }: ApiRequest,
  { auditKey }: ParameterDependencies,
): Wanted {
  const errors: ParameterError[] = [...queryErrors(declared, given)];
  const refuse = (parameter: string, detail: string): void => void errors.push({ parameter, detail });
  const filters = new Map([...given].filter(([parameter]) => !PAGING.has(parameter)));
  const limit = limitOf(given.get('limit') ?? undefined, refuse);
  const binding = JSON.stringify([name, ...[...filters].sort()]);
  const cursor = given.get('cursor');
  const position = cursor === null ? null : openCursor(auditKey, binding, cursor);
  if (cursor !== null && !position) refuse('cursor', CURSOR_ALLOWED);
  const raw = rawOf(given.get('raw') ?? undefined, given.get('format') ?? undefined, refuse);
  if (errors.length > 0) throw invalidRequest(errors);
  return { filters, limit, from: Number(position?.identity[0] ?? 0), binding, csv: given.get('format') === 'csv', raw };
}

/** One page of lines that are all in memory; the position is their number. */
function page(
  lines: readonly object[],
  columns: readonly string[],
  { from, limit, binding, csv, raw }: Wanted,
  { auditKey }: ParameterDependencies,
  further: object,
): Answer {
  const items = lines.slice(from, from + limit).map((line) => ({ ...line }));
  const end = from + limit;
  const nextCursor = end < lines.length ? sealCursor(auditKey, binding, { value: null, identity: [end] }) : null;
  if (!csv) return { body: { items, nextCursor, ...further }, access: [] };
  return {
    body: csvOf(columns, items, raw),
    contentType: CSV,
    headers: {
      'content-disposition': 'attachment; filename="parameters.csv"',
      ...(nextCursor ? { 'x-next-cursor': nextCursor } : {}),
    },
    access: [],
  };
}

const matches = (line: object, filters: ReadonlyMap<string, string>): boolean =>
  [...filters].every(([name, value]) =>
    name === 'hasValue'
      ? String(Number(Reflect.get(line, 'rowsWithValue')) > 0) === value
      : String(Reflect.get(line, name)) === value,
  );
