// A table of records, 100 at first. On narrow screens each row stands as a block, with the column's name before each value.
import type { ComponentChildren } from 'preact';
import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import { announce } from '../shell/announce.tsx';
import { arriveAt, leave } from '../shell/focus.ts';
import { formats, textsIn } from '../shell/language.ts';
import { texts } from '../shell/texts.ts';
import { Told } from './name.tsx';
import { focusOn, keepLimit, limitBefore, useOpened } from './opened-row.ts';

const PAGE = 100;

export interface Column<T> {
  readonly id: string;
  readonly label: string;
  readonly cell: (row: T) => ComponentChildren;
  readonly isNumber?: boolean;
  /** Words that are not to be broken: no addresses, no names. */
  readonly isWord?: boolean;
}

/** Without columns that no row tells anything in; the first one stays. */
export const toldColumns = <T,>(columns: readonly Column<T>[], rows: readonly T[]): readonly Column<T>[] =>
  columns.filter(({ cell }, index) => index === 0 || rows.some((row) => isTold(cell(row))));

/** What an element holds is not looked at. */
const isTold = (cell: ComponentChildren): boolean =>
  cell !== null && cell !== undefined && cell !== false && cell !== '';

interface TableProps<T> {
  /** Names the table, for everybody. */
  readonly caption: string;
  /** The first one says what a row is. */
  readonly columns: readonly Column<T>[];
  readonly rows: readonly T[];
  readonly keyOf: (row: T) => string;
  /** How many there are in all, where that is known. */
  readonly total?: number | undefined;
  /** Asks for the next rows; the list grows then. Undefined where all are there. */
  readonly more?: (() => Promise<unknown>) | undefined;
  readonly empty?: ComponentChildren;
  /** The caption is said, not shown: a heading stands above. */
  readonly quiet?: boolean;
}

export function Table<T>({ caption, columns, rows, keyOf, total, more, empty, quiet }: TableProps<T>) {
  const t = textsIn(texts).table;
  const f = formats();
  const name = columns.map(({ id }) => id).join(' ');
  const [limit, setLimit] = useState(limitBefore(name) ?? PAGE);
  const [first, setFirst] = useState<number | null>(null);
  const [isAsking, setAsking] = useState(false);
  const body = useRef<HTMLTableSectionElement>(null);
  const shown = rows.slice(0, limit);
  const left = (total ?? rows.length) - shown.length;
  useOpened(name, limit, shown.map(keyOf), body);
  useLayoutEffect(() => {
    if (first === null || shown.length <= first) return;
    arriveAt(() => focusOn(body.current?.rows[first]));
    setFirst(null);
    announce(t.shown(f.number(shown.length)));
  }, [first, shown.length]);

  async function showMore(): Promise<void> {
    // Pressed again it would read the same rows of people again.
    if (isAsking) return;
    leave();
    setFirst(shown.length);
    setLimit(limit + PAGE);
    keepLimit(name, limit + PAGE);
    if (rows.length > limit) return;
    setAsking(true);
    await more?.();
    setAsking(false);
  }

  if (rows.length === 0) return <p class="empty">{empty ?? t.empty}</p>;
  const ofAll = total !== undefined && left > 0 ? t.of(f.number(shown.length), f.number(total)) : null;
  return (
    <>
      {ofAll && <p class="in-print">{ofAll}</p>}
      <table>
        <caption class={quiet ? 'said' : undefined}>{caption}</caption>
        <thead>
          <tr>
            {columns.map(({ id, label, isNumber }) => (
              <th key={id} scope="col" class={isNumber ? 'number' : undefined}>
                {label}
              </th>
            ))}
          </tr>
        </thead>
        <tbody ref={body}>
          {shown.map((row) => (
            <Row key={keyOf(row)} row={row} columns={columns} />
          ))}
        </tbody>
      </table>
      {(left > 0 || more) && (
        <p class="more">
          <button type="button" aria-disabled={isAsking} onClick={showMore}>
            {t.more(f.number(left > 0 ? Math.min(PAGE, left) : PAGE))}
          </button>
          {total !== undefined && ` ${t.of(f.number(shown.length), f.number(total))}`}
        </p>
      )}
    </>
  );
}

function Row<T>({ row, columns }: { readonly row: T; readonly columns: readonly Column<T>[] }) {
  return (
    <tr>
      {columns.map(({ id, label, cell, isNumber, isWord }, index) => {
        const of = { 'data-label': label, class: isNumber ? 'number' : isWord ? 'word' : undefined };
        return index === 0 ? (
          <th key={id} scope="row" {...of}>
            <Told value={cell(row)} />
          </th>
        ) : (
          <td key={id} {...of}>
            <Told value={cell(row)} />
          </td>
        );
      })}
    </tr>
  );
}
