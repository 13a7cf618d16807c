// How the API writes: times without a zone, pages by number, errors with a number, 204 for nothing.
import { randomUUID } from 'node:crypto';
import type { Json } from '../estate/device.ts';
import { type Answer, type Exchange, type JsonObject, Refusal } from '../http/exchange.ts';

const MAX_PAGE = 500;
export const NEVER = '0001-01-01T00:00:00.000';

export class ApiError extends Refusal {
  readonly code: number;

  constructor(status: number, code: number, message: string) {
    super(status, message);
    this.code = code;
  }

  toAnswer(): Answer {
    return { status: this.status, json: { errorCode: this.code, message: this.message, activityId: randomUUID() } };
  }
}

export const notFound = (): ApiError => new ApiError(404, 404, 'Record not found.');
export const noContent = (): Answer => ({ status: 204, headers: { 'content-length': '0' } });

function numberOf(exchange: Exchange, name: string, fallback: number): number {
  const text = exchange.query.get(name) ?? '';
  if (text === '') return fallback;
  if (!/^\d+$/.test(text)) throw new ApiError(400, 400, `${name} is not valid.`);
  return Number(text);
}

/** The page that a request asks for, mapped row by row; a list without any row is 204. */
export function page<T>(
  exchange: Exchange,
  list: readonly T[],
  map: (item: T) => Json,
  answer: (rows: Json[], page: number, size: number) => JsonObject,
): Answer {
  const size = Math.min(MAX_PAGE, numberOf(exchange, 'pagesize', MAX_PAGE) || MAX_PAGE);
  const number = numberOf(exchange, 'page', 0);
  const rows = list.slice(number * size, (number + 1) * size).map(map);
  return rows.length === 0 ? noContent() : { status: 200, json: answer(rows, number, size) };
}

/** The envelope of version 1. */
export const listed =
  (key: string, total: number) =>
  (rows: Json[], page: number, size: number): JsonObject => ({ [key]: rows, Page: page, PageSize: size, Total: total });

/** The envelope of newer calls. */
export const results =
  (key: string, total: number) =>
  (rows: Json[]): JsonObject => ({ [key]: rows, AdditionalInfo: { Links: [] }, TotalResults: total });

/** `2026-11-02T06:58:01.123`, in the console's zone. */
export function time(at: number, offsetMinutes: number): string {
  return new Date(at + offsetMinutes * 60_000).toISOString().slice(0, -1);
}
