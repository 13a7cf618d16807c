// What is held, in words.
import { BOUND_HOURS, GROWTH, REMOVAL } from '../../lib/mirror/bound.ts';
import { datasetIn } from '../parts/datasets.ts';
import { formats, language, textsIn } from '../shell/language.ts';
import type { Hold } from './api.ts';
import { texts } from './texts/holds.ts';

type Kind = keyof typeof texts.en.kinds;
export const kindOf = ({ kind }: Hold): Kind => (kind === 'values' || kind === 'growth' ? kind : 'removal');

export function meaningOf(hold: Hold): string {
  const f = formats();
  const { absent, total, dataset } = hold;
  return textsIn(texts).kinds[kindOf(hold)](f.number(absent), f.number(total), datasetIn(language.value, dataset));
}

/** The bound that it is beyond. */
export function because(hold: Hold): string {
  const f = formats();
  const t = textsIn(texts).because;
  if (kindOf(hold) === 'growth') return t.growth(GROWTH.times, f.number(GROWTH.rows), BOUND_HOURS);
  return t[kindOf(hold) === 'values' ? 'values' : 'removal'](f.percent(REMOVAL.share), REMOVAL.rows, BOUND_HOURS);
}
