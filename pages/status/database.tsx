// What is to be known of the database, with advice where it should be otherwise.
import { Said } from '../parts/said.tsx';
import { type Column, Table } from '../parts/table.tsx';
import { textsIn } from '../shell/language.ts';
import type { Sources } from './api.ts';
import { adviceInGerman, nameInGerman, valueInGerman } from './german/database.ts';
import { Section, titleOf } from './section.tsx';
import { texts } from './texts/database.ts';
import { NotTold } from './told.tsx';

type Fact = NonNullable<Sources['database']>[number];

export function Database({ facts }: { readonly facts: readonly Fact[] | undefined }) {
  const t = textsIn(texts);
  const { columns: labels } = t;
  const columns: readonly Column<Fact>[] = [
    { id: 'name', label: labels.name, cell: ({ name }) => <Said text={name} german={nameInGerman} /> },
    { id: 'value', label: labels.value, cell: ({ value }) => <Said text={value} german={valueInGerman} /> },
    {
      id: 'advice',
      label: labels.advice,
      cell: ({ advice }) => advice && <Said text={advice} german={adviceInGerman} />,
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
