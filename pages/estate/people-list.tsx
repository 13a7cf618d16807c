// The list of people, by name.
import { keptLists, useList } from '../api/use-list.ts';
import { AnswerState, AsOf, ProblemBox } from '../parts/problem.tsx';
import { type Column, Table } from '../parts/table.tsx';
import { Heading } from '../shell/heading.tsx';
import { formats, textsIn } from '../shell/language.ts';
import { route, setFilter } from '../shell/route.ts';
import { SaveCsv } from './save-csv.tsx';
import { texts } from './texts.ts';
import { toldValue } from './values.tsx';
import { PersonName } from './words.tsx';

interface Person {
  readonly id: string;
  readonly displayName: string | null;
  readonly userPrincipalName: string | null;
  readonly mail: string | null;
  readonly department: string | null;
  readonly enabled: boolean | null;
  readonly sources: number;
}

const FIELDS = 'id,displayName,userPrincipalName,mail,department,enabled,sources';

const kept = keptLists<Person>();

export function PeopleList() {
  const t = textsIn(texts).list;
  const f = formats();
  const { columns: labels } = t;
  const enabled = route.value.query.get('enabled') ?? '';
  const query = { sort: 'displayName', fields: FIELDS, ...(enabled !== '' && { enabled }) };
  const { answered, items, more, problem } = useList(
    `users?${new URLSearchParams({ ...query, limit: '100' })}`,
    { wantsTotal: true },
    kept,
  );
  const { data } = answered;
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
    <>
      <Heading title={t.people}>
        <AsOf answered={answered} />
      </Heading>
      <form class="fields" aria-label={t.filters} onSubmit={(event) => event.preventDefault()}>
        <div>
          <label for="enabled">{labels.enabled}</label>
          <select id="enabled" value={enabled} onChange={(event) => setFilter('enabled', event.currentTarget.value)}>
            <option value="">{t.all}</option>
            <option value="true">{t.enabled}</option>
            <option value="false">{t.disabled}</option>
          </select>
        </div>
      </form>
      <AnswerState answered={answered} />
      {data && (
        <>
          <div class="above">
            <p>
              <strong>{t.countPeople(f.number(data.total ?? items.length))}</strong>
            </p>
            <div class="actions start">
              <SaveCsv path="users" query={query} name="people" />
            </div>
          </div>
          <Table
            caption={t.people}
            quiet
            columns={columns}
            rows={items}
            keyOf={({ id }) => id}
            total={data.total}
            more={more}
            empty={t.nobody}
          />
        </>
      )}
      {problem && <ProblemBox problem={problem} />}
    </>
  );
}
