// What faults make of the pages of lists: other rows, and links that lead on.
import type { Json } from '../estate/device.ts';
import { isObject } from './exchange.ts';
import type { Fault, Occasion } from './fault.ts';
import type { ListPage } from './list-shape.ts';

/** Applies `change` to the page of a list; leaves every other answer alone. */
export function page(change: (page: ListPage, occasion: Occasion) => ListPage): Fault {
  return async (occasion) => {
    const answer = await occasion.answer();
    const shown = isObject(answer.json) ? occasion.list.read(answer.json) : undefined;
    if (!isObject(answer.json) || !shown) return answer;
    return { ...answer, json: occasion.list.write(answer.json, change(shown, occasion)) };
  };
}

/** The address of the request, asked once more. */
export function linkTo({ exchange }: Occasion, more: Record<string, string> = {}): string {
  const query = new URLSearchParams(exchange.query);
  for (const [name, value] of Object.entries(more)) query.set(name, value);
  return `${exchange.origin}${exchange.path}?${query}`;
}

/** A list without an end: its last page leads to a next one. */
export const withNext =
  (link: (occasion: Occasion) => string) =>
  (page: ListPage, occasion: Occasion): ListPage =>
    page.more === undefined ? { ...page, link: page.link ?? link(occasion) } : { ...page, more: true };

/** The page holds these rows instead, and counts them where it counted its own. */
export function holding(page: ListPage, rows: readonly Json[]): ListPage {
  return { ...page, rows, count: page.count === page.rows.length ? rows.length : page.count };
}
