// What is held: what would go, since when, and until when; approved or rejected by typing how many rows it is about.
import { useState } from 'preact/hooks';
import { BOUND_HOURS, GROWTH, REMOVAL } from '../../lib/mirror/bound.ts';
import { ask } from '../api/client.ts';
import { Problem } from '../api/problem.ts';
import { Allowed } from '../parts/allowed.tsx';
import { Confirm } from '../parts/confirm.tsx';
import { datasetIn } from '../parts/datasets.ts';
import { Facts } from '../parts/facts.tsx';
import { placeOf, RowLinks } from '../parts/row-links.tsx';
import { When } from '../parts/when.tsx';
import { announce } from '../shell/announce.tsx';
import { formats, language, textsIn } from '../shell/language.ts';
import { keptWithKey } from '../shell/session.ts';
import type { Hold, SourceStatus } from './api.ts';
import { focusOn } from './section.tsx';
import { SourceLink } from './source-link.tsx';
import { texts } from './texts/holds.ts';

interface HoldListProps {
  readonly sources: readonly SourceStatus[];
  readonly onDecided: () => unknown;
}

export function HoldList({ sources, onDecided }: HoldListProps) {
  const t = textsIn(texts);
  const held = sources.flatMap(({ name, holds }) =>
    holds.map((hold) => ({
      source: name,
      hold,
      beside: holds.filter((one) => one.dataset === hold.dataset && one.kind === hold.kind),
    })),
  );
  const [open, rejected] = ['open', 'rejected'].map((state) => held.filter(({ hold }) => hold.state === state));
  const cards = (of: typeof held | undefined) => (
    <ul class="cards">
      {of?.map(({ source, hold, beside }) => (
        <li
          key={`${source} ${hold.dataset} ${hold.kind} ${hold.openedAt} ${hold.parameters}`}
          class={hold.state === 'open' ? 'warn' : 'quiet-card'}
        >
          <HoldCard source={source} hold={hold} beside={beside} onDecided={onDecided} />
        </li>
      ))}
    </ul>
  );
  return (
    <>
      <LastDecision of={sources} />
      {open?.length ? cards(open) : <p>{t.none}</p>}
      {rejected?.length ? (
        <>
          <h3>{t.rejected}</h3>
          {cards(rejected)}
        </>
      ) : null}
    </>
  );
}

/** What was decided last stays told: its card is gone, or is another one. */
export const lastDecision = keptWithKey<{ readonly source: string; readonly said: keyof typeof texts.en.done } | null>(
  null,
);

function LastDecision({ of }: { readonly of: readonly SourceStatus[] }) {
  const decided = lastDecision.value;
  if (!decided || !of.some(({ name }) => name === decided.source)) return null;
  return (
    <p class="told">
      <SourceLink name={decided.source} />: {textsIn(texts).done[decided.said]}
    </p>
  );
}

interface HoldProps {
  readonly source: string;
  readonly hold: Hold;
  /** What is decided on with it, itself among them: an approval takes back rejections of the same kind. */
  readonly beside: readonly Hold[];
  readonly onDecided: () => unknown;
}
type Verdict = 'approve' | 'reject';

function HoldCard({ source, hold, beside, onDecided }: HoldProps) {
  const t = textsIn(texts);
  const [asking, setAsking] = useState<Verdict | null>(null);
  const { state, parameters, openedAt, confirmedAt, carriedOutAt } = hold;
  const isOpen = state === 'open';
  return (
    <>
      <p>
        <SourceLink name={source} />: {meaningOf(hold)}
      </p>
      <p class="note">{because(hold)}</p>
      {/* What was rejected is confirmed no more: absences are counted up to then. */}
      <Facts
        facts={[
          [t.parameters, parameters && <code>{parameters.join(', ')}</code>],
          [t.since, <When at={openedAt} />],
          [t.confirmed, isOpen ? <When at={confirmedAt} /> : null],
          [t.carriedOut, isOpen ? carriedOutAt ? <When at={carriedOutAt} /> : t.never : null],
        ]}
      />
      <Allowed needs="source-deletions-approve">
        <div class="actions start">
          <button type="button" onClick={() => setAsking('approve')}>
            {t.allow[kindOf(hold)]} …
          </button>
          {isOpen && (
            <button type="button" onClick={() => setAsking('reject')}>
              {t.reject}
            </button>
          )}
        </div>
      </Allowed>
      <Sample of={hold} />
      {asking && (
        <Decide
          verdict={asking}
          source={source}
          beside={asking === 'approve' ? beside : beside.filter((one) => one.state === 'open')}
          onDecided={onDecided}
          onClose={() => setAsking(null)}
        />
      )}
    </>
  );
}

/** Behind the buttons, and closed: twenty links would stand before them. */
function Sample({ of: { dataset, sampleIds } }: { readonly of: Hold }) {
  const t = textsIn(texts);
  if (sampleIds.length === 0) return null;
  return (
    <details>
      <summary>{t.samples(sampleIds.length)}</summary>
      {placeOf(dataset) === null && <p class="note">{t.noPlace}</p>}
      <RowLinks dataset={dataset} ids={sampleIds} />
    </details>
  );
}

type Kind = keyof typeof texts.en.kinds;
const kindOf = ({ kind }: Hold): Kind => (kind === 'values' || kind === 'growth' ? kind : 'removal');

function meaningOf(hold: Hold): string {
  const f = formats();
  const { absent, total, dataset } = hold;
  return textsIn(texts).kinds[kindOf(hold)](f.number(absent), f.number(total), datasetIn(language.value, dataset));
}

/** The bound that it is beyond. */
function because(hold: Hold): string {
  const f = formats();
  const t = textsIn(texts).because;
  if (kindOf(hold) === 'growth') return t.growth(GROWTH.times, f.number(GROWTH.rows), BOUND_HOURS);
  return t[kindOf(hold) === 'values' ? 'values' : 'removal'](f.percent(REMOVAL.share), REMOVAL.rows, BOUND_HOURS);
}

interface DecideProps extends Omit<HoldProps, 'hold'> {
  readonly verdict: Verdict;
  readonly onClose: () => void;
}

function Decide({ verdict, source, beside, onDecided, onClose }: DecideProps) {
  const t = textsIn(texts);
  const [hold] = beside;
  if (!hold) return null;
  const { dataset, kind = 'removal' } = hold;
  const absent = beside.reduce((sum, one) => sum + one.absent, 0);
  async function decide(): Promise<void> {
    // What was seen: where a poll has counted anew since, or finds other rows gone, nothing is decided.
    const seen = beside.map((one) => one.seen).join(',');
    const query = new URLSearchParams({ dataset, kind, absent: String(absent), seen });
    const path = `sources/${encodeURIComponent(source)}/deletions/${verdict}?${query}`;
    try {
      const { carriedOut } = await ask<{ readonly carriedOut: boolean }>(path, { method: 'POST' });
      const said = verdict === 'reject' ? 'rejected' : carriedOut ? 'carried' : 'later';
      lastDecision.value = { source, said };
      announce(t.done[said]);
    } catch (error) {
      // What is asked then is about what is held now.
      if (error instanceof Problem && error.code === 'hold-changed') await onDecided();
      throw error;
    }
    await onDecided();
    // Behind the dialog, which gives the focus back to a button that may be gone.
    requestAnimationFrame(() => focusOn('holds'));
  }
  return (
    <Confirm
      title={verdict === 'approve' ? t.approveTitle(source, t.allow[kindOf(hold)]) : t.rejectTitle(source)}
      word={String(absent)}
      action={verdict === 'approve' ? t.allow[kindOf(hold)] : t.doReject}
      onConfirm={decide}
      onClose={onClose}
    >
      {beside.map((one) => (
        <p key={`${one.openedAt} ${one.parameters}`}>{meaningOf(one)}</p>
      ))}
      <p>{t.means[verdict][kindOf(hold)]}</p>
      <p class="quiet">{t.recorded}</p>
    </Confirm>
  );
}
