// That the last poll was cut off, and what it means: nothing, but where the source fails all the same.
import { textsIn } from '../shell/language.ts';
import type { SourceStatus } from './api.ts';
import { isCutOff } from './judge.ts';
import { texts } from './texts/sources.ts';

export function CutOff({ source: { state, lastPoll } }: { readonly source: Pick<SourceStatus, 'state' | 'lastPoll'> }) {
  const t = textsIn(texts).cutOff;
  if (!isCutOff(lastPoll)) return null;
  return <p class="note">{state === 'failing' ? t.failing : t.goesOn}</p>;
}
