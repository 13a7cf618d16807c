// One source: what is wrong and what to do, what is held, its last poll, its datasets, and how it went lately.
import { useAnswer } from '../api/use-answer.ts';
import { Facts } from '../parts/facts.tsx';
import { AnswerState, AsOf } from '../parts/problem.tsx';
import { productIn } from '../parts/products.ts';
import { type Column, Table } from '../parts/table.tsx';
import { Boundary } from '../shell/boundary.tsx';
import { hrefOf } from '../shell/hash.ts';
import { Heading } from '../shell/heading.tsx';
import { formats, language, textsIn } from '../shell/language.ts';
import { may } from '../shell/rights.ts';
import type { SourceStatus } from './api.ts';
import { Left } from './certificates.tsx';
import { lastDecision, useDecision } from './decide.tsx';
import { Expiring } from './expiring.tsx';
import { History } from './history.tsx';
import { HoldList } from './holds.tsx';
import { isPolledHere } from './judge.ts';
import { Datasets, LastPollOf } from './last-poll.tsx';
import { Logs } from './logs.tsx';
import { PollButtons } from './poll-buttons.tsx';
import { Section } from './section.tsx';
import { State } from './source-link.tsx';
import { LastSuccess, Next } from './sources-table.tsx';
import { texts } from './texts/source.ts';
import { texts as table } from './texts/sources.ts';
import { Trouble } from './trouble.tsx';

const EVERY_SECONDS = 15;

export function SourcePage({ name }: { readonly name: string }) {
  const answered = useAnswer<SourceStatus>(`sources/${encodeURIComponent(name)}`, EVERY_SECONDS);
  const { data, problem, reload } = answered;
  if (problem?.reason === 'gone') return <NoSuch />;
  return (
    <>
      <p>
        <a href={hrefOf('status')}>← {textsIn(table).toAll}</a>
      </p>
      <Heading title={data ? name : textsIn(table).one}>
        <AsOf answered={answered} />
      </Heading>
      <AnswerState answered={answered} />
      {data && <Told source={data} reload={reload} />}
    </>
  );
}

/** Said once, with a way on. */
function NoSuch() {
  const t = textsIn(table);
  return (
    <>
      <Heading title={t.noSuch} />
      <p>
        <a href={hrefOf('status')}>{t.toAll}</a>
      </p>
    </>
  );
}

function Told({ source, reload }: { readonly source: SourceStatus; readonly reload: () => Promise<void> }) {
  const t = textsIn(texts);
  const { columns } = textsIn(table);
  const { name, version, unnamed, holds } = source;
  const decision = useDecision([source], reload);
  return (
    <>
      <Facts
        facts={[
          [columns.state, <State source={source} />],
          [
            t.product,
            [productIn(language.value, source), version === 'unknown' ? null : version].filter(Boolean).join(' '),
          ],
          [columns.success, <LastSuccess source={source} />],
          [columns.next, <Next source={source} />],
          [t.facts.unnamed, unnamed > 0 ? formats().number(unnamed) : null],
        ]}
      />
      {may('source-poll') && isPolledHere(source) && <PollButtons source={source} reload={reload} />}
      <Trouble source={source} />
      <Expiring source={source} />
      {(holds.length > 0 || lastDecision.value?.source === name) && (
        <Section name="holds">
          <HoldList sources={[source]} onAsk={decision.ask} />
        </Section>
      )}
      {decision.dialog}
      {(source.files || source.push) && <Logs sources={[source]} />}
      <LastPollOf source={source} />
      <Datasets source={source} />
      {may('source-polls') && (
        <Boundary title={t.history}>
          <History source={source} />
        </Boundary>
      )}
      <Servers source={source} />
    </>
  );
}

function Servers({ source: { tls } }: { readonly source: SourceStatus }) {
  const t = textsIn(texts);
  const { tlsColumns: labels } = t;
  type Server = SourceStatus['tls'][number];
  const columns: readonly Column<Server>[] = [
    { id: 'host', label: labels.host, cell: ({ host }) => host },
    { id: 'protocol', label: labels.protocol, cell: ({ protocol, cipher }) => `${protocol}, ${cipher}` },
    { id: 'issuer', label: labels.issuer, cell: ({ issuer }) => issuer },
    {
      id: 'expires',
      label: labels.expires,
      cell: ({ expiresAt }) => (
        <>
          {formats().day(expiresAt)} <Left at={expiresAt} />
        </>
      ),
    },
  ];
  if (tls.length === 0) return null;
  return (
    <section>
      <h2>{t.tls}</h2>
      <Table caption={t.tls} quiet columns={columns} rows={tls} keyOf={({ host }) => host} />
    </section>
  );
}
