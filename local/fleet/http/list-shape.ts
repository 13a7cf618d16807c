// Where a product's answers hold the rows of a list and what is said of them, so that one set of faults spoils them all.
import type { Json } from '../estate/device.ts';
import { isObject, type JsonObject } from './exchange.ts';

/** A page of a list, whatever the product's names for its parts; undefined where it has none. */
export interface ListPage {
  readonly rows: readonly Json[];
  /** How many rows the page says to have. */
  readonly count?: Json | undefined;
  /** How many rows the list says to have. */
  readonly total?: Json | undefined;
  /** Whether it says that more follow. */
  readonly more?: Json | undefined;
  /** Address of the next page. */
  readonly link?: Json | undefined;
}

export interface ListShape {
  /** Undefined for what is no list. */
  read(body: JsonObject): ListPage | undefined;
  write(body: JsonObject, page: ListPage): JsonObject;
}

export interface ListNames {
  /** Properties of which one holds the rows. */
  readonly rows: readonly string[];
  readonly count?: string;
  readonly total?: string;
  readonly more?: string;
  readonly link?: string;
  /** The object of the body that has all of these; the body itself where absent. */
  readonly within?: string;
  /** What the last page has alone: it goes where a link is added. */
  readonly last?: string;
}

const PARTS = ['count', 'total', 'more', 'link'] as const;

/** A shape by the names of its properties. */
export function listNamed(names: ListNames): ListShape {
  const inner = (body: JsonObject): Json | undefined => (names.within === undefined ? body : body[names.within]);
  const rowsName = (list: JsonObject): string | undefined => names.rows.find((name) => Array.isArray(list[name]));
  return {
    read(body) {
      const list = inner(body);
      if (!isObject(list)) return undefined;
      const rows = list[rowsName(list) ?? ''];
      if (!Array.isArray(rows)) return undefined;
      const said = PARTS.map((part) => [part, names[part] === undefined ? undefined : list[names[part]]]);
      return { rows, ...Object.fromEntries(said) };
    },
    write(body, page) {
      const list = inner(body);
      const rows = isObject(list) ? rowsName(list) : undefined;
      if (!isObject(list) || rows === undefined) return body;
      const changed: JsonObject = { ...list, [rows]: [...page.rows] };
      for (const part of PARTS) {
        const name = names[part];
        const value = page[part];
        if (name === undefined) continue;
        if (value === undefined) delete changed[name];
        else changed[name] = value;
      }
      if (names.last !== undefined && page.link !== undefined) delete changed[names.last];
      return names.within === undefined ? changed : { ...body, [names.within]: changed };
    },
  };
}

/** As Graph lists. */
export const ODATA = listNamed({
  rows: ['value'],
  count: '@odata.count',
  link: '@odata.nextLink',
  last: '@odata.deltaLink',
});
