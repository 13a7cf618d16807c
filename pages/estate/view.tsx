// The estate: search (`#/estate`), one device (`#/estate/devices/<id>`), one person (`#/estate/people/<id>`), and the lists.
import { Places } from '../parts/places.tsx';
import { textsIn } from '../shell/language.ts';
import { route } from '../shell/route.ts';
import { AppList } from './app-list.tsx';
import { DeviceList } from './device-list.tsx';
import { DevicePage } from './device-page.tsx';
import { PeopleList } from './people-list.tsx';
import { PersonPage } from './person-page.tsx';
import { Search } from './search.tsx';
import { Statistics } from './statistics.tsx';
import { texts } from './texts.ts';

const PLACES = ['search', 'devices', 'people', 'apps', 'statistics'] as const;

export function View() {
  const t = textsIn(texts);
  const [what = 'search', id] = route.value.path;
  return (
    <>
      <Places view="estate" label={t.title} places={PLACES} names={t.tabs} current={what} />
      <Place key={`${what} ${id}`} what={what} id={id} />
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
      return id === undefined ? <AppList /> : <DeviceList app={id} />;
    case 'statistics':
      return <Statistics />;
    default:
      return <Search />;
  }
}
