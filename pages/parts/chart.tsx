// What all charts have: a figure with a caption, its width in pixels (an image that is scaled has letters of 6 px on a phone),
// and the same as a table for who does not see it.
import type { ComponentChildren } from 'preact';
import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import { textsIn } from '../shell/language.ts';
import { texts } from '../shell/texts.ts';
import { type Column, Table } from './table.tsx';

interface ChartProps<T> {
  readonly caption: string;
  /** What the picture says, in a sentence. */
  readonly says: string;
  readonly height: number;
  readonly draw: (width: number) => ComponentChildren;
  readonly table: {
    readonly columns: readonly Column<T>[];
    readonly rows: readonly T[];
    readonly keyOf: (row: T) => string;
  };
}

export function Chart<T>({ caption, says, height, draw, table }: ChartProps<T>) {
  const t = textsIn(texts).chart;
  const [width, setWidth] = useState(0);
  const [isOpen, setOpen] = useState(false);
  const place = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    const { current } = place;
    if (!current) return;
    const observer = new ResizeObserver(([entry]) => entry && setWidth(Math.floor(entry.contentRect.width)));
    observer.observe(current);
    return () => observer.disconnect();
  }, []);
  return (
    <figure class="chart">
      <figcaption>{caption}</figcaption>
      <div ref={place}>
        {width > 0 && (
          <svg width={width} height={height} role="img" aria-label={says}>
            {draw(width)}
          </svg>
        )}
      </div>
      <details onToggle={(event) => setOpen(event.currentTarget.open)}>
        <summary>{t.table}</summary>
        {isOpen && <Table caption={caption} quiet {...table} />}
      </details>
    </figure>
  );
}
