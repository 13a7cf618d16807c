// What is to be known of the database, with advice where it should be otherwise.
import { type Column, Table } from '../parts/table.tsx';
import { textsIn } from '../shell/language.ts';
import type { Sources } from './api.ts';
import { Section } from './section.tsx';
import { texts } from './texts.ts';

type Fact = Sources['database'][number];

export function Database({ facts }: { readonly facts: readonly Fact[] }) {
  const t = textsIn(texts);
  const { columns: labels } = t.database;
  const columns: readonly Column<Fact>[] = [
    { id: 'name', label: labels.name, cell: ({ name }) => <span lang="en">{name}</span> },
    { id: 'value', label: labels.value, cell: ({ value }) => <span lang="en">{value}</span> },
    {
      id: 'advice',
      label: labels.advice,
      cell: ({ advice }) => advice && <span lang="en">{advice}</span>,
    },
  ];
  return (
    <Section name="database" title={t.sections.database}>
      <Table caption={t.sections.database} quiet columns={columns} rows={facts} keyOf={({ name }) => name} />
    </Section>
  );
}
