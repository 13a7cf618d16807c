// What of a row answered the search: `IMEI (exactly)`, the best first.
import { textsIn } from '../shell/language.ts';
import type { Match } from './api.ts';
import { texts } from './texts.ts';
import { wordIn } from './words.tsx';

const SHOWN = 3;

export function Matched({ matched }: { readonly matched: readonly Match[] }) {
  const t = textsIn(texts);
  if (matched.length === 0) return <>{t.search.alone}</>;
  return (
    <ul class="lines-of">
      {matched.slice(0, SHOWN).map(({ field, rank }) => (
        <li key={field}>{t.search.match(wordIn(t.words.fields, field) ?? field, t.words.ranks[rank])}</li>
      ))}
    </ul>
  );
}
