// The estate: search (`#/estate`), one device (`#/estate/devices/<id>`), one person (`#/estate/people/<id>`), and the lists
// of these, of apps, and of mailboxes and what synchronises them, where some source collects them.
import { Allowed } from '../parts/allowed.tsx';
import { NoPlace } from '../parts/no-place.tsx';
import { firstPlace, Places } from '../parts/places.tsx';
import { textsIn } from '../shell/language.ts';
import { route } from '../shell/route.ts';
import { AppList } from './app-list.tsx';
import { collected, useCollecting } from './collecting.ts';
import { DeviceList, DevicesWithApp } from './device-list.tsx';
import { DevicePage } from './device-page.tsx';
import { MailDeviceList } from './mail/mail-device-list.tsx';
import { MailDevicePage } from './mail/mail-device-page.tsx';
import { MailboxList } from './mail/mailbox-list.tsx';
import { MailboxPage } from './mail/mailbox-page.tsx';
import { PeopleList } from './people-list.tsx';
import { PersonPage } from './person-page.tsx';
import { Search } from './search.tsx';
import { Statistics } from './statistics.tsx';
import { texts } from './texts.ts';

const PLACES = ['search', 'devices', 'people', 'apps', 'mailboxes', 'mail-devices', 'statistics'] as const;
const NEEDS = {
  search: 'searchByBody',
  devices: 'listDevices',
  people: 'listUsers',
  apps: 'countApps',
  mailboxes: 'listMailboxes',
  'mail-devices': 'listMailDevices',
  statistics: 'listStatistics',
} as const;
/** Of one of them. */
const ONE = { ...NEEDS, devices: 'showDevice', people: 'showUser', apps: 'listAppDevices' } as const;

/** What they list where a source collects it: many companies have none. */
const DATASETS: Readonly<Partial<Record<(typeof PLACES)[number], string>>> = {
  mailboxes: 'mailbox',
  'mail-devices': 'mail_device',
};

/** `.` and `..` in a path of the API would ask for something else. */
const isId = (text: string): boolean => /^\d{1,15}$/.test(text);

export function View() {
  const t = textsIn(texts);
  const [what = firstPlace(PLACES, NEEDS), id, ...further] = route.value.path;
  useCollecting();
  const isListed = (place: (typeof PLACES)[number]): boolean => {
    const dataset = DATASETS[place];
    return dataset === undefined || place === what || (collected()?.has(dataset) ?? false);
  };
  const place = PLACES.find((one) => one === what);
  const isPlace = place !== undefined && further.length === 0 && (id === undefined || isId(id));
  return (
    <>
      <Places
        view="estate"
        label={t.title}
        places={PLACES.filter(isListed)}
        needs={NEEDS}
        names={t.tabs}
        current={what}
      />
      {isPlace ? (
        <Allowed key={`${place} ${id}`} needs={(id === undefined ? NEEDS : ONE)[place]} title={t.tabs[place]}>
          <Place what={place} id={id} />
        </Allowed>
      ) : (
        <NoPlace to="estate" />
      )}
    </>
  );
}

function Place({ what, id }: { readonly what: (typeof PLACES)[number]; readonly id: string | undefined }) {
  switch (what) {
    case 'devices':
      return id === undefined ? <DeviceList /> : <DevicePage id={id} />;
    case 'people':
      return id === undefined ? <PeopleList /> : <PersonPage id={id} />;
    case 'apps':
      return id === undefined ? <AppList /> : <DevicesWithApp id={id} />;
    case 'mailboxes':
      return id === undefined ? <MailboxList /> : <MailboxPage id={id} />;
    case 'mail-devices':
      return id === undefined ? <MailDeviceList /> : <MailDevicePage id={id} />;
    case 'statistics':
      return id === undefined ? <Statistics /> : <NoPlace to="estate" />;
    case 'search':
      return id === undefined ? <Search /> : <NoPlace to="estate" />;
  }
}
