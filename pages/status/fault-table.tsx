// Rows of the table of faults: the document, which is English, is loaded when it is wanted, and so are its words in German.
import { useEffect, useState } from 'preact/hooks';
import { germanOnes } from '../parts/german.ts';
import { Said } from '../parts/said.tsx';
import { type Column, Table } from '../parts/table.tsx';
import { textsIn } from '../shell/language.ts';
import type { Fault } from './faults.ts';
import { texts } from './texts/source.ts';

const useGerman = germanOnes(() => import('./german/faults.ts'));

interface FaultTableProps {
  readonly caption: string;
  readonly find: (faults: readonly Fault[]) => readonly Fault[];
}

export function FaultTable({ caption, find }: FaultTableProps) {
  const { faultColumns: labels } = textsIn(texts);
  const german = useGerman();
  const [faults, setFaults] = useState<readonly Fault[]>([]);
  useEffect(() => {
    import('./faults-document.ts').then(
      (loaded) => setFaults(loaded.faults),
      () => undefined,
    );
  }, []);
  const rows = find(faults);
  if (rows.length === 0) return null;
  const columns: readonly Column<Fault>[] = [
    {
      id: 'happens',
      label: labels.happens,
      cell: ({ happens }) => <Said text={happens} german={german?.happensInGerman ?? null} />,
    },
    { id: 'todo', label: labels.todo, cell: ({ todo }) => <Said text={todo} german={german?.todoInGerman ?? null} /> },
    {
      id: 'written',
      label: labels.written,
      cell: ({ written }) => <Said text={written} german={german?.writtenInGerman ?? null} />,
    },
  ];
  return (
    <Table
      caption={caption}
      columns={columns}
      rows={rows}
      keyOf={({ type: of, kind, happens }) => `${of} ${kind} ${happens}`}
    />
  );
}
