// The estate: search (`#/estate`), one device (`#/estate/devices/<id>`), one person (`#/estate/people/<id>`), and the lists.
import { NoPlace } from '../parts/no-place.tsx';
import { firstPlace, Places } from '../parts/places.tsx';
import { textsIn } from '../shell/language.ts';
import { route } from '../shell/route.ts';
import { AppList } from './app-list.tsx';
import { DeviceList, DevicesWithApp } from './device-list.tsx';
import { DevicePage } from './device-page.tsx';
import { PeopleList } from './people-list.tsx';
import { PersonPage } from './person-page.tsx';
import { Search } from './search.tsx';
import { Statistics } from './statistics.tsx';
import { texts } from './texts.ts';

const PLACES = ['search', 'devices', 'people', 'apps', 'statistics'] as const;
const NEEDS = {
  search: 'searchByBody',
  devices: 'listDevices',
  people: 'listUsers',
  apps: 'countApps',
  statistics: 'listStatistics',
} as const;

/** `.` and `..` in a path of the API would ask for something else. */
const isId = (text: string): boolean => /^\d{1,15}$/.test(text);

export function View() {
  const t = textsIn(texts);
  const [what = firstPlace(PLACES, NEEDS), id, ...further] = route.value.path;
  return (
    <>
      <Places view="estate" label={t.title} places={PLACES} needs={NEEDS} names={t.tabs} current={what} />
      {further.length > 0 || (id !== undefined && !isId(id)) ? (
        <NoPlace to="estate" />
      ) : (
        <Place key={`${what} ${id}`} what={what} id={id} />
      )}
    </>
  );
}

function Place({ what, id }: { readonly what: string; readonly id: string | undefined }) {
  switch (what) {
    case 'devices':
      return id === undefined ? <DeviceList /> : <DevicePage id={id} />;
    case 'people':
      return id === undefined ? <PeopleList /> : <PersonPage id={id} />;
    case 'apps':
      return id === undefined ? <AppList /> : <DevicesWithApp id={id} />;
    case 'statistics':
      return id === undefined ? <Statistics /> : <NoPlace to="estate" />;
    case 'search':
      return id === undefined ? <Search /> : <NoPlace to="estate" />;
    default:
      return <NoPlace to="estate" />;
  }
}
