// A source's name, leading to its page; and its state, in words and with a colour.

import { now } from '../api/clock.ts';
import { hrefOf } from '../shell/hash.ts';
import { textsIn } from '../shell/language.ts';
import type { SourceStatus } from './api.ts';
import { gravityOf, isBadItself, isOverdue, shownState } from './judge.ts';
import { texts } from './texts/sources.ts';
import { texts as states } from './texts/states.ts';

export const sourceHref = (name: string): string => hrefOf('status', ['source', name]);

export const SourceLink = ({ name }: { readonly name: string }) => (
  <a href={sourceHref(name)}>
    <bdi>{name}</bdi>
  </a>
);

export function State({ source }: { readonly source: SourceStatus }) {
  const t = textsIn(texts);
  const open = source.holds.filter(({ state }) => state === 'open').length;
  const state = shownState(source);
  const gravity = gravityOf(source, now.value);
  // A state that is bad itself is the cause.
  const isLate = isOverdue(source, now.value) && !isBadItself(state);
  return (
    <>
      <span class={`state ${gravity}`}>{isLate ? t.overdueName : textsIn(states)[state].name}</span>
      {open > 0 && state !== 'held' && <span class="state warn">{textsIn(states).held.name}</span>}
      {source.runningPoll && <span class="quiet"> {t.running}</span>}
      {isLate && <p class="note">{t.overdue}</p>}
    </>
  );
}
