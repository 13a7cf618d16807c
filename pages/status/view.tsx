// The status: everything at a glance (`#/status`), and one source (`#/status/source/<name>`).
import { NoPlace } from '../parts/no-place.tsx';
import { route } from '../shell/route.ts';
import { Overview } from './overview.tsx';
import { SourcePage } from './source-page.tsx';

export function View() {
  const [what, name, ...further] = route.value.path;
  if (what === undefined) return <Overview />;
  // As addresses, dots alone lead to another path of the API: no source is called so.
  const isSource = what === 'source' && name !== undefined && !/^\.+$/.test(name) && further.length === 0;
  return isSource ? <SourcePage key={name} name={name} /> : <NoPlace to="status" />;
}
