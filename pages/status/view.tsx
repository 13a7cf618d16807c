// The status: everything at a glance (`#/status`), and one source (`#/status/source/<name>`).
import { route } from '../shell/route.ts';
import { Overview } from './overview.tsx';
import { SourcePage } from './source-page.tsx';

export function View() {
  const [what, name] = route.value.path;
  return what === 'source' && name !== undefined ? <SourcePage key={name} name={name} /> : <Overview />;
}
