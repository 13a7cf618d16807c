// The status: everything at a glance (`#/status`), and one source (`#/status/source/<name>`).
import { Allowed } from '../parts/allowed.tsx';
import { NoPlace } from '../parts/no-place.tsx';
import { textsIn } from '../shell/language.ts';
import { route } from '../shell/route.ts';
import { texts } from '../shell/texts.ts';
import { Overview } from './overview.tsx';
import { SourcePage } from './source-page.tsx';

export function View() {
  const [what, name, ...further] = route.value.path;
  const title = textsIn(texts).views.status;
  if (what === undefined)
    return (
      <Allowed needs="sources" title={title}>
        <Overview />
      </Allowed>
    );
  // As addresses, dots alone lead to another path of the API: no source is called so.
  const isSource = what === 'source' && name !== undefined && !/^\.+$/.test(name) && further.length === 0;
  return isSource ? (
    <Allowed needs="source" title={title}>
      <SourcePage key={name} name={name} />
    </Allowed>
  ) : (
    <NoPlace to="status" />
  );
}
