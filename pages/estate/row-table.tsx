// Rows of the API as lists show them, whatever they are of.
import { type Column, Table, toldColumns } from '../parts/table.tsx';

/** Of each such list; `W` names columns that may be known anyway. */
export interface RowTableProps<T, W extends string> {
  readonly caption: string;
  readonly rows: readonly T[];
  readonly empty?: string;
  readonly without?: W;
  readonly more?: (() => Promise<void>) | undefined;
  /** How many there are in all. */
  readonly total?: number | undefined;
}

type Props<T> = RowTableProps<T, string> & { readonly columns: readonly Column<T>[] };

export function RowTable<T extends { readonly id: string }>({ columns, without, ...said }: Props<T>) {
  return (
    <Table
      quiet
      columns={toldColumns(columns, said.rows).filter(({ id }) => id !== without)}
      keyOf={({ id }) => id}
      {...said}
    />
  );
}
