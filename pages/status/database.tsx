// What is to be known of the database, with advice where it should be otherwise.
import { type Column, Table } from '../parts/table.tsx';
import { textsIn } from '../shell/language.ts';
import type { Sources } from './api.ts';
import { Section, titleOf } from './section.tsx';
import { texts } from './texts/database.ts';
import { NotTold } from './told.tsx';

type Fact = NonNullable<Sources['database']>[number];

export function Database({ facts }: { readonly facts: readonly Fact[] | undefined }) {
  const t = textsIn(texts);
  const { columns: labels } = t;
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
    <Section name="database">
      {facts ? (
        <Table caption={titleOf('database')} quiet columns={columns} rows={facts} keyOf={({ name }) => name} />
      ) : (
        <NotTold what="database" />
      )}
    </Section>
  );
}
