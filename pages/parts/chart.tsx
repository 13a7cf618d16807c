// What all charts have: a figure with a caption, and the same as a table for who does not see it.
import type { ComponentProps } from 'preact';
import { useState } from 'preact/hooks';
import { textsIn } from '../shell/language.ts';
import { texts } from '../shell/texts.ts';
import { Drawn } from './drawn.tsx';
import { type Column, Table } from './table.tsx';

interface ChartProps<T> extends ComponentProps<typeof Drawn> {
  readonly caption: string;
  readonly table: {
    readonly columns: readonly Column<T>[];
    readonly rows: readonly T[];
    readonly keyOf: (row: T) => string;
  };
}

export function Chart<T>({ caption, table, ...picture }: ChartProps<T>) {
  const t = textsIn(texts).chart;
  const [isOpen, setOpen] = useState(false);
  return (
    <figure class="chart">
      <figcaption>{caption}</figcaption>
      <Drawn {...picture} />
      <details onToggle={(event) => setOpen(event.currentTarget.open)}>
        <summary>{t.table}</summary>
        {isOpen && <Table caption={caption} quiet {...table} />}
      </details>
    </figure>
  );
}
