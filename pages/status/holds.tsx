// What is held: what would go, since when, and until when; approved or rejected by typing how many rows it is about.
import { useState } from 'preact/hooks';
import { ask } from '../api/client.ts';
import { Confirm } from '../parts/confirm.tsx';
import { datasetIn } from '../parts/datasets.ts';
import { Facts } from '../parts/facts.tsx';
import { RowLinks } from '../parts/row-links.tsx';
import { When } from '../parts/when.tsx';
import { announce } from '../shell/announce.tsx';
import { formats, language, textsIn } from '../shell/language.ts';
import { may } from '../shell/rights.ts';
import { texts as shell } from '../shell/texts.ts';
import type { Hold, SourceStatus } from './api.ts';
import { SourceLink } from './source-link.tsx';
import { texts } from './texts/holds.ts';

interface HoldListProps {
  readonly sources: readonly SourceStatus[];
  readonly onDecided: () => unknown;
}

export function HoldList({ sources, onDecided }: HoldListProps) {
  const t = textsIn(texts);
  const held = sources.flatMap(({ name, holds }) => holds.map((hold) => ({ source: name, hold })));
  // What waits for somebody stands first.
  held.sort((a, b) => Number(a.hold.state !== 'open') - Number(b.hold.state !== 'open'));
  if (held.length === 0) return <p>{t.none}</p>;
  return (
    <ul class="cards">
      {held.map(({ source, hold }) => (
        <li key={`${source} ${hold.dataset} ${hold.kind}`} class={hold.state === 'open' ? 'warn' : 'quiet-card'}>
          <HoldCard source={source} hold={hold} onDecided={onDecided} />
        </li>
      ))}
    </ul>
  );
}

interface HoldProps {
  readonly source: string;
  readonly hold: Hold;
  readonly onDecided: () => unknown;
}
type Verdict = 'approve' | 'reject';

function HoldCard({ source, hold, onDecided }: HoldProps) {
  const t = textsIn(texts);
  const [asking, setAsking] = useState<Verdict | null>(null);
  const { state, dataset, parameters, sampleIds, openedAt, confirmedAt, carriedOutAt } = hold;
  return (
    <>
      <p>
        <SourceLink name={source} />: {meaningOf(hold)}
      </p>
      {state === 'rejected' && <p class="note">{t.rejectedAlready}</p>}
      <Facts
        facts={[
          [t.parameters, parameters && <code>{parameters.join(', ')}</code>],
          [t.since, <When at={openedAt} />],
          [t.confirmed, <When at={confirmedAt} />],
          [t.carriedOut, state === 'open' ? carriedOutAt ? <When at={carriedOutAt} /> : t.never : null],
          [t.samples, sampleIds.length > 0 ? <RowLinks dataset={dataset} ids={sampleIds} /> : null],
        ]}
      />
      {may('source-deletions-approve') ? (
        <div class="actions start">
          <button type="button" onClick={() => setAsking('approve')}>
            {t.approve}
          </button>
          {state === 'open' && (
            <button type="button" onClick={() => setAsking('reject')}>
              {t.reject}
            </button>
          )}
        </div>
      ) : (
        <p class="quiet">{textsIn(shell).noRole}</p>
      )}
      {asking && (
        <Decide verdict={asking} source={source} hold={hold} onDecided={onDecided} onClose={() => setAsking(null)} />
      )}
    </>
  );
}

function meaningOf({ kind, dataset, absent, total }: Hold): string {
  const { kinds } = textsIn(texts);
  const f = formats();
  const say = kind === 'values' || kind === 'growth' ? kinds[kind] : kinds.removal;
  return say(f.number(absent), f.number(total), datasetIn(language.value, dataset));
}

interface DecideProps extends HoldProps {
  readonly verdict: Verdict;
  readonly onClose: () => void;
}

function Decide({ verdict, source, hold, onDecided, onClose }: DecideProps) {
  const t = textsIn(texts);
  const { dataset, kind = 'removal', absent } = hold;
  async function decide(): Promise<void> {
    const query = new URLSearchParams({ dataset, kind });
    const path = `sources/${encodeURIComponent(source)}/deletions/${verdict}?${query}`;
    const { carriedOut } = await ask<{ readonly carriedOut: boolean }>(path, { method: 'POST' });
    announce(verdict === 'reject' ? t.done.rejected : carriedOut ? t.done.carried : t.done.later);
    await onDecided();
  }
  return (
    <Confirm
      title={verdict === 'approve' ? t.approveTitle(source) : t.rejectTitle(source)}
      word={String(absent)}
      action={verdict === 'approve' ? t.doApprove : t.doReject}
      onConfirm={decide}
      onClose={onClose}
    >
      <p>{meaningOf(hold)}</p>
      <p>{verdict === 'reject' ? t.rejectMeans : kind === 'growth' ? '' : t.cannotUndo}</p>
      <p class="quiet">{t.recorded}</p>
    </Confirm>
  );
}
