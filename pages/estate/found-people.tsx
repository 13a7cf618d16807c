// People that a search found.
import { Name } from '../parts/name.tsx';
import { type Column, Table } from '../parts/table.tsx';
import { hrefOf } from '../shell/hash.ts';
import { formats, language, textsIn } from '../shell/language.ts';
import type { FoundUser } from './api.ts';
import { bestFirst } from './best-first.ts';
import { Matched } from './matched.tsx';
import { texts } from './texts.ts';
import { PersonName } from './words.tsx';

export function FoundPeople({ users, isCut }: { readonly users: readonly FoundUser[]; readonly isCut: boolean }) {
  const t = textsIn(texts);
  const { columns: labels } = t.search;
  const columns: readonly Column<FoundUser>[] = [
    {
      id: 'person',
      label: labels.person,
      cell: ({ id, displayName, enabled }) => (
        <>
          <PersonName id={id} name={displayName} />
          {enabled === false && <div class="note">{t.words.disabled}</div>}
        </>
      ),
    },
    { id: 'address', label: labels.address, cell: (user) => <Addresses user={user} /> },
    { id: 'department', label: labels.department, cell: ({ department }) => department },
    {
      id: 'devices',
      label: t.search.devices,
      isNumber: true,
      cell: ({ id, deviceCount }) => <a href={hrefOf('estate', ['people', id])}>{formats().number(deviceCount)}</a>,
    },
    { id: 'matched', label: labels.matched, cell: ({ matched }) => <Matched matched={matched} /> },
  ];
  return (
    <section aria-labelledby="found-people">
      <h2 id="found-people">{t.search.people}</h2>
      {isCut && <p>{t.search.cutPeople}</p>}
      {users.length > 1 && <p class="quiet">{t.search.order}</p>}
      <Table
        caption={t.search.people}
        quiet
        columns={columns}
        rows={bestFirst(users, language.value)}
        keyOf={({ id }) => id}
      />
    </section>
  );
}

/** The mail address beside the UPN where it is another one. */
const Addresses = ({ user: { userPrincipalName, mail } }: { readonly user: FoundUser }) => (
  <>
    {[...new Set([userPrincipalName, mail])].map(
      (one) =>
        one !== null && (
          <div key={one}>
            <Name text={one} />
          </div>
        ),
    )}
  </>
);
