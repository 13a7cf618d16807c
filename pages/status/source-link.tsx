// A source's name, leading to its page; and its state, in words and with a colour.

import { now } from '../api/clock.ts';
import { Name } from '../parts/name.tsx';
import { hrefOf } from '../shell/hash.ts';
import { textsIn } from '../shell/language.ts';
import type { SourceStatus } from './api.ts';
import { gravityOf, isBadItself, isOverdue, shownState } from './judge.ts';
import { texts } from './texts/sources.ts';
import { texts as states } from './texts/states.ts';

export const sourceHref = (name: string): string => hrefOf('status', ['source', name]);

export const SourceLink = ({ name }: { readonly name: string }) => (
  <a href={sourceHref(name)}>
    <Name text={name} />
  </a>
);

/** In words: what it is in, and that something is held behind a graver state. */
export function stateIn(source: SourceStatus): readonly string[] {
  const state = shownState(source);
  const open = source.holds.some((hold) => hold.state === 'open');
  const told = textsIn(states);
  const late = isLate(source) ? textsIn(texts).overdueName : null;
  return [late ?? told[state].name, ...(open && state !== 'held' ? [told.held.name] : [])];
}

/** A state that is bad itself is the cause. */
const isLate = (source: SourceStatus): boolean => isOverdue(source, now.value) && !isBadItself(shownState(source));

export function State({ source }: { readonly source: SourceStatus }) {
  const t = textsIn(texts);
  const [name, held] = stateIn(source);
  return (
    <>
      <span class={`state ${gravityOf(source, now.value)}`}>{name}</span>
      {held && <span class="state warn">{held}</span>}
      {source.runningPoll && <span class="quiet"> {t.running}</span>}
      {isLate(source) && <p class="note">{t.overdue}</p>}
    </>
  );
}
