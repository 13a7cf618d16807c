// The list of people, by name.
import type { FieldsOf, RowWith } from '../api/row.ts';
import { keptLists } from '../api/use-list.ts';
import { type Column, Table } from '../parts/table.tsx';
import { formats, textsIn } from '../shell/language.ts';
import { route } from '../shell/route.ts';
import { PERSON_FIELDS } from './api.ts';
import { Choice, OddFilters } from './choice.tsx';
import { FilteredList } from './filtered-list.tsx';
import { texts } from './texts.ts';
import { toldValue } from './values.tsx';
import { PersonName } from './words.tsx';

const FIELDS = [...PERSON_FIELDS, 'sources'] as const satisfies FieldsOf<'subject'>;
type Person = RowWith<'subject', typeof FIELDS>;

const kept = keptLists<Person>();

export function PeopleList() {
  const t = textsIn(texts).list;
  const f = formats();
  const { columns: labels } = t;
  const enabled = route.value.query.get('enabled') ?? '';
  const query = { sort: 'displayName', fields: FIELDS.join(','), ...(enabled !== '' && { enabled }) };
  const columns: readonly Column<Person>[] = [
    { id: 'person', label: labels.person, cell: ({ id, displayName }) => <PersonName id={id} name={displayName} /> },
    {
      id: 'upn',
      label: labels.upn,
      cell: ({ userPrincipalName }) => toldValue('userPrincipalName', userPrincipalName),
    },
    { id: 'mail', label: labels.mail, cell: ({ mail }) => toldValue('mail', mail) },
    { id: 'department', label: labels.department, cell: ({ department }) => department },
    {
      id: 'enabled',
      label: labels.enabled,
      cell: (person) => (person.enabled === null ? null : person.enabled ? t.enabled : t.disabled),
    },
    { id: 'sources', label: labels.sources, isNumber: true, cell: ({ sources }) => f.number(sources) },
  ];
  return (
    <FilteredList<Person>
      title={t.people}
      count={t.countPeople}
      path="users"
      name="people"
      query={query}
      kept={kept}
      filters={
        <>
          <Choice name="enabled" label={labels.enabled} words={{ true: t.enabled, false: t.disabled }} />
          <OddFilters known={['enabled']} />
        </>
      }
    >
      {({ rows, more, total }) => (
        <Table
          caption={t.people}
          quiet
          columns={columns}
          rows={rows}
          keyOf={({ id }) => id}
          total={total}
          more={more}
          empty={t.nobody}
        />
      )}
    </FilteredList>
  );
}
