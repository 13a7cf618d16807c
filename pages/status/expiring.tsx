// What of a source has an end that is near, or has passed: which of both, and since when.
import { own } from '../parts/own.ts';
import { formats, textsIn } from '../shell/language.ts';
import type { SourceStatus } from './api.ts';
import { texts } from './texts/certificates.ts';

type Ending = SourceStatus['expiring'][number];

export function Ends({ of: { days, count } }: { readonly of: Ending }) {
  const t = textsIn(texts);
  const f = formats();
  return (
    <strong>
      {days < 0 ? t.endedFor(f.days(-days)) : t.endsIn(f.days(days))}
      {count > 1 && `, ${t.firstOf(f.number(count))}`}
    </strong>
  );
}

export function Expiring({ source: { expiring } }: { readonly source: SourceStatus }) {
  const t = textsIn(texts);
  const kinds: Readonly<Record<string, string>> = t.kinds;
  if (expiring.length === 0) return null;
  return (
    <ul class="lines">
      {expiring.map((one) => (
        <li key={one.component} class={`told ${one.days < 0 ? 'bad' : 'warn'}`}>
          {own(kinds, one.component) ?? one.component}: <Ends of={one} />
        </li>
      ))}
    </ul>
  );
}
