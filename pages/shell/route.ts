// Where the reader is, in the hash: it is sent to nobody, stands in no log, and going back works. Filters stand in it, names
// and numbers of people never.
import { signal } from '@preact/signals';
import { hrefOf, parseHash, type Route } from './hash.ts';

export const route = signal<Route>(parseHash(location.hash));
addEventListener('hashchange', () => {
  const { view, path } = route.value;
  route.value = parseHash(location.hash);
  // Until the next view has a heading: that of the one before may name what is not shown any more.
  if (hrefOf(view, path) !== hrefOf(route.value.view, route.value.path)) document.title = 'EMM Lens';
});

/** In place of where the reader is. */
export function toStart(): void {
  history.replaceState(null, '', '#/');
  route.value = parseHash(location.hash);
}

/** Told apart from those of this address before it was loaded anew: the browser keeps these. */
const opened = performance.timeOrigin;
let entries = 0;

/** Names where the reader is in the history: a link makes a new entry, going back comes to an old one. It tells nothing else. */
export function entryNow(): string {
  const known: unknown = history.state?.entry;
  if (typeof known === 'string') return known;
  entries += 1;
  const entry = `${opened} ${entries}`;
  history.replaceState({ entry }, '');
  return entry;
}

/** Changes a filter: the place in the history stays, as does the focus. An empty value takes it away. */
export function setFilter(name: string, value: string): void {
  const { view, path, query } = route.value;
  const { [name]: _, ...rest } = Object.fromEntries(query);
  history.replaceState(history.state, '', hrefOf(view, path, value === '' ? rest : { ...rest, [name]: value }));
  route.value = parseHash(location.hash);
}
