// A time: absolute, with the distance beside it.
import { now } from '../api/clock.ts';
import { formats } from '../shell/language.ts';

export function When({ at }: { readonly at: string }) {
  const f = formats();
  return (
    <time dateTime={at} title={at} class="when">
      <span class="absolute">{f.instant(at)}</span> <span class="distance">({f.distance(at, now.value)})</span>
    </time>
  );
}
