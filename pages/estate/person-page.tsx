// One person: what each system says and how it was linked, devices, mailboxes, and what happened where it is collected.
import { useAnswer } from '../api/use-answer.ts';
import { CopyLink } from '../parts/copy-link.tsx';
import { Facts } from '../parts/facts.tsx';
import { AsOf } from '../parts/problem.tsx';
import { type Column, Table } from '../parts/table.tsx';
import { Boundary } from '../shell/boundary.tsx';
import { Heading } from '../shell/heading.tsx';
import { textsIn } from '../shell/language.ts';
import type { UserDetail, View } from './api.ts';
import { DeviceTable } from './device-table.tsx';
import { Events } from './events.tsx';
import { StateOf } from './left.tsx';
import { MailboxesOf, MailDevicesOf } from './mail/of-owner.tsx';
import type { FieldName } from './texts/fields.ts';
import { texts } from './texts.ts';
import { FurtherValues, PERSON_FIELDS, toldValue } from './values.tsx';
import { PersonName } from './words.tsx';

const OF_PEOPLE = [
  ...[
    'timeline',
    'activities',
    'changes',
    'rule-hits',
    'app-access',
    'calls',
    'messages',
    'traffic',
    'traffic-categories',
  ],
  ...['traffic-requests', 'mail-requests'],
] as const;

export function PersonPage({ id }: { readonly id: string }) {
  const t = textsIn(texts);
  const path = `users/${encodeURIComponent(id)}`;
  const answered = useAnswer<UserDetail>(path);
  const { data } = answered;
  return (
    <>
      {data && (
        <Heading title={data.displayName ?? t.words.unnamedPerson} tab={t.person.kind}>
          <AsOf answered={answered} />
          <CopyLink />
        </Heading>
      )}
      {!data && answered.problem && <Heading title={t.person.kind} />}
      <StateOf what="person" answered={answered} />
      {data && (
        <>
          <Overview person={data} />
          <section aria-labelledby="devices">
            <h2 id="devices">{t.person.devices}</h2>
            <DeviceTable caption={t.person.devices} devices={data.devices} empty={t.person.noDevices} without="user" />
          </section>
          <Boundary title={t.mail.mailboxes}>
            <MailboxesOf path={path} />
          </Boundary>
          <Boundary title={t.mail.ofPerson.mailDevices}>
            <MailDevicesOf path={path} owner="person" />
          </Boundary>
          <Views views={[...data.views.directory, ...data.views.emm]} />
          <Boundary title={t.events.title}>
            <Events path={path} kinds={OF_PEOPLE} needs="listUserChanges" />
          </Boundary>
        </>
      )}
    </>
  );
}

function Overview({ person }: { readonly person: UserDetail }) {
  const t = textsIn(texts);
  const { fields } = t.words;
  const { directory, emm } = person.views;
  const [phone] = [...directory, ...emm].flatMap(({ phoneNumber }) => toldValue('phoneNumber', phoneNumber) ?? []);
  return (
    <>
      {person.enabled === false && <p class="told warn">{t.person.disabled}</p>}
      <Facts
        facts={[
          [fields.userPrincipalName, person.userPrincipalName],
          [fields.mail, person.mail],
          [fields.phoneNumber, phone],
          [fields.department, person.department],
        ]}
      />
    </>
  );
}

/** Systems beside each other, so that what differs is seen. */
function Views({ views }: { readonly views: readonly View[] }) {
  const t = textsIn(texts);
  const { fields, links } = t.words;
  const rows: readonly (FieldName | 'link')[] = [
    'link',
    ...PERSON_FIELDS.filter((name) => views.some((view) => toldValue(name, view[name]) !== null)),
  ];
  const cell = (name: FieldName | 'link', view: View) => {
    if (name === 'link') return links[view.link];
    if (name === 'manager' && view.managerId) return <PersonName id={view.managerId} name={String(view.manager)} />;
    return toldValue(name, view[name]);
  };
  const columns: readonly Column<FieldName | 'link'>[] = [
    { id: 'field', label: t.person.field, cell: (name) => (name === 'link' ? t.person.linked : fields[name]) },
    ...views.map((view) => ({
      ...{ id: `${view.source} ${view.id}`, label: view.source },
      cell: (name: FieldName | 'link') => cell(name, view),
    })),
  ];
  return (
    <section aria-labelledby="views">
      <h2 id="views">{t.person.views}</h2>
      <Table caption={t.person.views} quiet columns={columns} rows={rows} keyOf={(name) => name} />
      {views.map((view) => (
        <div key={`${view.source} ${view.id}`}>
          <FurtherValues of={view.attributes} source={view.source} />
        </div>
      ))}
    </section>
  );
}
