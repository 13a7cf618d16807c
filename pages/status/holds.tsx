// What is held: what would go, since when, and until when.
import { Allowed, rolesFor } from '../parts/allowed.tsx';
import { Facts } from '../parts/facts.tsx';
import { placeOf, RowLinks } from '../parts/row-links.tsx';
import { When } from '../parts/when.tsx';
import { textsIn } from '../shell/language.ts';
import { may } from '../shell/rights.ts';
import type { Hold, SourceStatus } from './api.ts';
import { type Asked, lastDecision, type Verdict } from './decide.tsx';
import { because, kindOf, meaningOf } from './hold-words.ts';
import { SourceLink } from './source-link.tsx';
import { texts } from './texts/holds.ts';

interface HoldListProps {
  readonly sources: readonly SourceStatus[];
  readonly onAsk: (asked: Asked) => void;
}

export function HoldList({ sources, onAsk }: HoldListProps) {
  const t = textsIn(texts);
  const held = sources.flatMap(({ name, holds }) => holds.map((hold) => ({ source: name, hold })));
  const [open, rejected] = ['open', 'rejected'].map((state) => held.filter(({ hold }) => hold.state === state));
  const cards = (of: typeof held | undefined) => (
    <ul class="cards">
      {of?.map(({ source, hold }) => (
        <li
          key={`${source} ${hold.dataset} ${hold.kind} ${hold.openedAt} ${hold.parameters}`}
          class={hold.state === 'open' ? 'warn' : 'quiet-card'}
        >
          <HoldCard source={source} hold={hold} onAsk={onAsk} />
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
  readonly onAsk: (asked: Asked) => void;
}

function HoldCard({ source, hold, onAsk }: HoldProps) {
  const t = textsIn(texts);
  const { state, parameters, openedAt, confirmedAt, carriedOutAt, dataset, kind } = hold;
  const decide = (verdict: Verdict) => onAsk({ source, verdict, dataset, kind });
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
          <button type="button" onClick={() => decide('approve')}>
            {t.allow[kindOf(hold)]} …
          </button>
          {isOpen && (
            <button type="button" onClick={() => decide('reject')}>
              {t.reject}
            </button>
          )}
        </div>
      </Allowed>
      <Sample of={hold} />
    </>
  );
}

/** Lists of the API that have no page. */
const isInApi = (dataset: string): boolean => dataset === 'infrastructure' || dataset === 'configuration';

/** Behind the buttons, and closed: twenty links would stand before them. */
function Sample({ of: { dataset, sampleIds } }: { readonly of: Hold }) {
  const t = textsIn(texts);
  const place = placeOf(dataset);
  if (sampleIds.length === 0) return null;
  return (
    <details>
      <summary>{t.samples(sampleIds.length)}</summary>
      {!place &&
        (isInApi(dataset) ? (
          <p class="note">
            {t.inApi} <code>{`GET /api/${dataset}?id.in=${sampleIds.join(',')}`}</code>
          </p>
        ) : (
          <p class="note">{t.noPlace}</p>
        ))}
      {place && !may(place.needs) && <p class="note">{t.notYours(rolesFor(place.needs))}</p>}
      <RowLinks dataset={dataset} ids={sampleIds} />
    </details>
  );
}
