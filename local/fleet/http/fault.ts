// What a fault is: a small function that has the true answer to a request at hand and returns another.
import type { Json } from '../estate/device.ts';
import type { Answer, Exchange, JsonObject } from './exchange.ts';
import type { ListShape } from './list-shape.ts';

/** Which requests a fault meets, and how. */
export interface Strike {
  /** Which requests; all by default. */
  path?: RegExp;
  method?: string;
  /** Only requests with this parameter in the query. */
  query?: string;
  /** Only requests whose Accept header is like this. */
  accept?: RegExp;
  /** Lets this many matching requests through first (default 0). */
  after?: number;
  /** Ends after so many faults (default: until cleared). */
  count?: number;
  /** For `wrong-rows`: one row in so many (default 10). */
  every?: number;
  /** For `wrong-rows`: the property that is of a wrong type there (default: rows are spoiled in ever other ways). */
  spoil?: string;
  /** For `wrong-rows`: the property that names a row (default `id`). */
  key?: string;
  /** For `planted`: what every object of the answer has beyond its own, and what stands in properties of those names. */
  plant?: { readonly add?: JsonObject; readonly set?: JsonObject };
  /** For `exchanged`: what stands in the address of the one request, and of the other. */
  pair?: readonly [string, string];
  /** For `capped-page` and `untold-total`: rows that the server gives at most (default 4). */
  cap?: number;
  /** For `throttled` and `unavailable`: seconds, or another form of Retry-After (default 1). */
  retryAfter?: number | 'date' | 'none' | 'malformed' | 'day';
  /** For `foreign-next-link`: the other origin. */
  origin?: string;
}

/** What a rule keeps from one strike to the next. */
export interface Memory {
  rows?: readonly Json[];
  /** The rows of the first page. */
  head?: readonly Json[];
  /** The first answer, and the last one. */
  first?: Answer;
  last?: Promise<Answer>;
  /** An answer with a list, and whether it was told to its end. */
  list?: JsonObject;
  ended?: boolean;
}

export interface Occasion {
  exchange: Exchange;
  rule: Strike;
  memory: Memory;
  /** How the product's lists look. */
  list: ListShape;
  /** How often the rule has struck, this time included. */
  done: number;
  /** The true answer: to this request, or to another one. */
  answer: (exchange?: Exchange) => Promise<Answer>;
  now: number;
}

export type Fault = (occasion: Occasion) => Answer | Promise<Answer>;
