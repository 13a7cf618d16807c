// Why a dataset is not proven to be read whole: what the source said, or how many rows it has and how many were read.
import { datasetIn } from '../parts/datasets.ts';
import { own } from '../parts/own.ts';
import { formats, language, textsIn } from '../shell/language.ts';
import type { LastPoll, SourceStatus } from './api.ts';
import { texts } from './texts/source.ts';

type Counts = LastPoll['datasets'][string];

/** Null where it is proven, or was not read to its end. */
export function unprovenIn({ unproven, why, proof }: Counts): string | null {
  if (!unproven) return null;
  const t = textsIn(texts);
  const f = formats();
  const because: Readonly<Record<string, string>> = t.because;
  const reason =
    why !== undefined
      ? (own(because, why) ?? why)
      : proof && (proof.read === null ? t.unreadable : t.countedOtherwise(f.number(proof.rows), f.number(proof.read)));
  return reason ? `${t.unproven}: ${reason}` : t.unproven;
}

/** Of the last poll. */
export function Unproven({ source: { lastPoll } }: { readonly source: SourceStatus }) {
  const told = Object.entries(lastPoll?.datasets ?? {}).flatMap(([name, counts]) => {
    const says = unprovenIn(counts);
    return says === null ? [] : [{ name, says }];
  });
  if (told.length === 0) return null;
  return (
    <ul>
      {told.map(({ name, says }) => (
        <li key={name}>
          {datasetIn(language.value, name)}: {says}.
        </li>
      ))}
    </ul>
  );
}
