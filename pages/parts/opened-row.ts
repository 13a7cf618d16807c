// How many rows of a table were shown, and which one was left by its link: going back comes to it.
import { useLayoutEffect, useRef } from 'preact/hooks';
import { keptOfEntries } from '../shell/kept.ts';

interface Opened {
  readonly row: string;
  /** Which of its links and buttons. */
  readonly link: number;
}
const kept = keptOfEntries<{ readonly limit: number; readonly opened: Opened | null }>();

/** Of the table that `name` tells from the others of the view, whatever language it is in. */
export const limitBefore = (name: string): number | undefined => kept.get(name)?.limit;
export const keepLimit = (name: string, limit: number): void => kept.set(name, { limit, opened: null });

/** `keys` are those of the rows that are shown, in the rows of `body`. */
export function useOpened(
  name: string,
  limit: number,
  keys: readonly string[],
  body: { readonly current: HTMLTableSectionElement | null },
): void {
  const before = useRef(kept.get(name)?.opened);
  useLayoutEffect(() => {
    const opened = before.current;
    const at = opened ? keys.indexOf(opened.row) : -1;
    if (!opened || at < 0) return;
    before.current = null;
    // Rows may come late: who went on from the heading since stays there.
    if (document.activeElement === document.body || document.activeElement?.matches('h1'))
      focusOn(body.current?.rows[at], opened.link);
  }, [keys.length]);
  useLayoutEffect(() => {
    const { current: rows } = body;
    function keepOpened({ target }: Event): void {
      const link = target instanceof Element ? target.closest('a') : null;
      const row = link?.closest('tr');
      const key = row ? keys[row.sectionRowIndex] : undefined;
      if (link && row && key !== undefined)
        kept.set(name, { limit, opened: { row: key, link: targetsIn(row).indexOf(link) } });
    }
    rows?.addEventListener('click', keepOpened);
    return () => rows?.removeEventListener('click', keepOpened);
  });
}

const targetsIn = (row: HTMLTableRowElement) => [...row.querySelectorAll<HTMLElement>('a, button')];

/** The link or button of the row; without one its first cell. */
export function focusOn(row: HTMLTableRowElement | undefined, link = 0): void {
  const cell = row?.cells[0];
  const target = (row && targetsIn(row)[link]) ?? cell;
  if (target === cell) target?.setAttribute('tabindex', '-1');
  target?.focus();
}
