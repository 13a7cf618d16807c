// The shapes that the simulated HTTP servers speak in: a request that was read, an answer that is to be written.
import type { IncomingHttpHeaders } from 'node:http';
import type { Readable } from 'node:stream';
import type { Json } from '../estate/device.ts';

export type JsonObject = { [key: string]: Json };

export interface Exchange {
  method: string;
  /** Decoded path, without the query. */
  path: string;
  query: URLSearchParams;
  headers: IncomingHttpHeaders;
  body: Buffer;
  /** `https://127.0.0.1:port` */
  origin: string;
}

/** How the bytes leave; `whole` unless a fault says otherwise. */
export type Delivery = 'whole' | 'reset-before-answer' | 'reset-mid-body' | 'stall' | 'slow-drip';

export interface Answer {
  status: number;
  headers?: Record<string, string>;
  json?: Json;
  content?: string | Buffer | Readable;
  delivery?: Delivery;
}

export type Handler = (exchange: Exchange) => Answer | Promise<Answer>;

/** Thrown in place of an answer. Each product has a class of its own, which says it in the product's way. */
export abstract class Refusal extends Error {
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }

  abstract toAnswer(): Answer;
}

/** One line of a server's request log. Never the token itself. */
export interface RequestRecord {
  method: string;
  path: string;
  query: string;
  authorized: boolean;
  status: number;
}

export function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The parsed JSON object of a request, or undefined if it is none. */
export function objectBody(exchange: Exchange): JsonObject | undefined {
  try {
    const parsed: Json = JSON.parse(exchange.body.toString());
    return isObject(parsed) ? parsed : undefined;
  } catch {
    return undefined;
  }
}
