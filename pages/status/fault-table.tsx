// Rows of the table of faults: the document is English, and loaded when it is wanted. What is written is told in few phrases.
import { useEffect, useState } from 'preact/hooks';
import { Marked } from '../parts/marked.tsx';
import { type Column, Table } from '../parts/table.tsx';
import { language, textsIn } from '../shell/language.ts';
import type { Fault } from './faults.ts';
import { texts } from './texts/source.ts';
import { writtenInGerman } from './written.ts';

interface FaultTableProps {
  readonly caption: string;
  readonly find: (faults: readonly Fault[]) => readonly Fault[];
}

export function FaultTable({ caption, find }: FaultTableProps) {
  const { faultColumns: labels } = textsIn(texts);
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
    { id: 'happens', label: labels.happens, cell: ({ happens }) => <Marked text={happens} /> },
    { id: 'todo', label: labels.todo, cell: ({ todo }) => <Marked text={todo} /> },
    { id: 'written', label: labels.written, cell: ({ written }) => <Written written={written} /> },
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

const Written = ({ written }: { readonly written: string }) =>
  language.value === 'de' ? <Marked lang="de" text={writtenInGerman(written)} /> : <Marked text={written} />;
