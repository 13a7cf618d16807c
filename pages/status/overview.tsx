// All sources and what is around them; what is wrong stands first.
import { useState } from 'preact/hooks';
import { now } from '../api/clock.ts';
import { useAnswer } from '../api/use-answer.ts';
import { AnswerState, AsOf } from '../parts/problem.tsx';
import { Heading } from '../shell/heading.tsx';
import { textsIn } from '../shell/language.ts';
import { may } from '../shell/rights.ts';
import type { Sources } from './api.ts';
import { Attention } from './attention.tsx';
import { Certificates } from './certificates.tsx';
import { Collectors } from './collectors.tsx';
import { Database } from './database.tsx';
import { useDecision } from './decide.tsx';
import { Decisions } from './decisions.tsx';
import { HoldList } from './holds.tsx';
import { isUnread, needsAttention } from './judge.ts';
import { Licence } from './licence.tsx';
import { Logs } from './logs.tsx';
import { Retention } from './retention.tsx';
import { Asking, jumpTo, Section, type SectionName } from './section.tsx';
import { SourcesTable } from './sources-table.tsx';
import { texts } from './texts/overview.ts';

const EVERY_SECONDS = 30;

export function Overview() {
  const t = textsIn(texts);
  const answered = useAnswer<Sources>('sources', EVERY_SECONDS);
  const { data } = answered;
  // Readings of the journal and of what expires are logged: they are asked for when they may have changed, and by no timer.
  const [wanted, setWanted] = useState(0);
  const reload = () => {
    setWanted((before) => before + 1);
    return answered.reload();
  };
  const decision = useDecision(data?.items ?? [], reload);
  const isHeld = data?.items.some(({ holds }) => holds.some(({ state }) => state === 'open')) ?? false;
  const holds = data && (
    <Section name="holds">
      <HoldList sources={data.items} onAsk={decision.ask} />
    </Section>
  );
  return (
    <>
      <Heading title={t.title}>
        <AsOf answered={{ ...answered, reload }} />
      </Heading>
      <AnswerState answered={answered} />
      {decision.dialog}
      {data && (
        <>
          <Summary sources={data} />
          <Attention sources={data} />
          {isHeld && holds}
          <SourcesTable sources={data.items} />
          {!isHeld && holds}
          {may('listOperatorJournal') && (
            <Asking name="decisions">
              <Decisions of={`${wanted} ${heldIn(data)}`} />
            </Asking>
          )}
          {may('listInfrastructure') && (
            <Asking name="certificates">
              <Certificates sources={data.items} wanted={wanted} />
            </Asking>
          )}
          <Logs sources={data.items} />
          {may('collectors') && (
            <Asking name="collectors">
              <Collectors />
            </Asking>
          )}
          {may('retention-receipt') && (
            <Asking name="retention">
              <Retention />
            </Asking>
          )}
          <Database facts={data.database} />
          {may('license-preview') && (
            <Asking name="licence">
              <Licence of={JSON.stringify(data.warned ?? null)} />
            </Asking>
          )}
        </>
      )}
    </>
  );
}

/** What is decided on: where it becomes another, somebody decided. */
const heldIn = ({ items }: Sources): string =>
  JSON.stringify(
    items.flatMap(({ name, holds }) => holds.map(({ kind, dataset, state }) => [name, kind, dataset, state])),
  );

/** The numbers that matter, each leading to what it counts. */
function Summary({ sources: { items, warned, problems } }: { readonly sources: Sources }) {
  const t = textsIn(texts).summary;
  const bad = items.filter((source) => needsAttention(source, now.value)).length;
  const held = items.flatMap(({ holds }) => holds).filter(({ state }) => state === 'open').length;
  const expiring = items.flatMap((source) => source.expiring).reduce((sum, { count }) => sum + count, 0);
  const unread = items.filter(isUnread).length;
  const warnings = warned && problems ? warned.length + problems.length : null;
  const told: readonly (readonly [SectionName, string, 'warn' | 'fine' | 'unknown'])[] = [
    ['sources', t.sources(bad, items.length, unread), bad > 0 ? 'warn' : unread > 0 ? 'unknown' : 'fine'],
    ['holds', t.holds(held), held > 0 ? 'warn' : 'fine'],
    ['attention', t.warnings(warnings), warnings === null ? 'unknown' : warnings > 0 ? 'warn' : 'fine'],
    ['certificates', t.expiring(expiring), expiring > 0 ? 'warn' : 'fine'],
  ];
  return (
    <ul class="summary">
      {told.map(([section, text, looks]) => (
        <li key={section}>
          {section === 'certificates' && !may('listInfrastructure') ? (
            <div class={looks}>{text}</div>
          ) : (
            <button type="button" class={looks} onClick={() => jumpTo(section)}>
              {text}
            </button>
          )}
        </li>
      ))}
    </ul>
  );
}
