// The decision on what is held, by typing how many rows it is about. It is about what was seen when it was asked for: where that is
// held no more, or is about other rows now, nothing can be decided, and the dialog says so.
import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import { ask } from '../api/client.ts';
import { Problem } from '../api/problem.ts';
import { Confirm } from '../parts/confirm.tsx';
import { announce } from '../shell/announce.tsx';
import { textsIn } from '../shell/language.ts';
import { keptWithKey } from '../shell/session.ts';
import type { Hold, SourceStatus } from './api.ts';
import { kindOf, meaningOf } from './hold-words.ts';
import { focusOn } from './section.tsx';
import { texts } from './texts/holds.ts';

export type Verdict = 'approve' | 'reject';

/** What is decided on together. */
export interface Asked {
  readonly source: string;
  readonly verdict: Verdict;
  readonly dataset: string;
  readonly kind: string | undefined;
}

/** What was decided last stays told: its card is gone, or is another one. */
export const lastDecision = keptWithKey<{ readonly source: string; readonly said: keyof typeof texts.en.done } | null>(
  null,
);

/** An approval takes back rejections of the same kind. */
const decidedWith = (sources: readonly SourceStatus[], { source, verdict, dataset, kind }: Asked): readonly Hold[] =>
  sources
    .filter(({ name }) => name === source)
    .flatMap(({ holds }) => holds)
    .filter((one) => one.dataset === dataset && one.kind === kind)
    .filter(({ state }) => verdict === 'approve' || state === 'open');

const seenOf = (holds: readonly Hold[]): string => holds.map(({ seen }) => seen).join(',');

interface Decision {
  readonly ask: (asked: Asked) => void;
  /** Where it stays whatever becomes of the card that it was asked from. */
  readonly dialog: ComponentChildren;
}

export function useDecision(sources: readonly SourceStatus[], onDecided: () => unknown): Decision {
  const [about, setAbout] = useState<(Asked & { readonly seen: readonly Hold[] }) | null>(null);
  return {
    ask: (asked) => setAbout({ ...asked, seen: decidedWith(sources, asked) }),
    dialog: about && (
      <Decide
        asked={about}
        seen={about.seen}
        held={decidedWith(sources, about)}
        onDecided={onDecided}
        onClose={() => setAbout(null)}
      />
    ),
  };
}

interface DecideProps {
  readonly asked: Asked;
  /** As it was held when the decision was asked for. */
  readonly seen: readonly Hold[];
  /** As it is now. */
  readonly held: readonly Hold[];
  readonly onDecided: () => unknown;
  readonly onClose: () => void;
}

function Decide({
  asked: { source, verdict, dataset, kind = 'removal' },
  seen,
  held,
  onDecided,
  onClose,
}: DecideProps) {
  const t = textsIn(texts);
  const [hold] = seen;
  if (!hold) return null;
  const absent = seen.reduce((sum, one) => sum + one.absent, 0);
  const isChanged = seenOf(held) !== seenOf(seen);
  async function decide(): Promise<void> {
    const query = new URLSearchParams({ dataset, kind, absent: String(absent), seen: seenOf(seen) });
    const path = `sources/${encodeURIComponent(source)}/deletions/${verdict}?${query}`;
    try {
      const { carriedOut } = await ask<{ readonly carriedOut: boolean }>(path, { method: 'POST' });
      const said = verdict === 'reject' ? 'rejected' : carriedOut ? 'carried' : 'later';
      lastDecision.value = { source, said };
      announce(t.done[said]);
    } catch (error) {
      if (error instanceof Problem && error.status === 409) await onDecided();
      throw error;
    }
    void onDecided();
    leave();
  }
  // Behind the dialog, which gives the focus back to a button that may be gone.
  const leave = () => requestAnimationFrame(() => focusOn('holds'));
  return (
    <Confirm
      title={verdict === 'approve' ? t.approveTitle(source, t.allow[kindOf(hold)]) : t.rejectTitle(source)}
      word={String(absent)}
      action={verdict === 'approve' ? t.allow[kindOf(hold)] : t.doReject}
      over={isChanged ? t.over[held.length > 0 ? 'changed' : 'gone'] : null}
      onConfirm={decide}
      onClose={() => {
        if (isChanged) leave();
        onClose();
      }}
    >
      {seen.map((one) => (
        <p key={`${one.openedAt} ${one.parameters}`}>{meaningOf(one)}</p>
      ))}
      <p>{t.means[verdict][kindOf(hold)]}</p>
      <p class="quiet">{t.recorded}</p>
    </Confirm>
  );
}
