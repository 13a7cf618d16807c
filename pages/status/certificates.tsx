// What ends: certificates of the servers of sources, and what the management systems tell of theirs; the next to end first.
import { now } from '../api/clock.ts';
import { useAnswer } from '../api/use-answer.ts';
import type { Page } from '../api/use-list.ts';
import { own } from '../parts/own.ts';
import { AnswerState } from '../parts/problem.tsx';
import { type Column, Table } from '../parts/table.tsx';
import { formats, textsIn } from '../shell/language.ts';
import { ENDING_FIELDS, type Ending, type SourceStatus } from './api.ts';
import { daysUntil, WARNED_DAYS } from './judge.ts';
import { Section, titleOf } from './section.tsx';
import { SourceLink } from './source-link.tsx';
import { texts } from './texts/certificates.ts';

const PATH = `infrastructure?expiresAt.isNull=false&sort=expiresAt&limit=200&fields=${ENDING_FIELDS}`;

/** What of them ends soon, however soon: where it becomes another, so does what stands here. */
const endingIn = (sources: readonly SourceStatus[]): string =>
  JSON.stringify(
    sources.map(({ name, expiring }) => [name, expiring.map(({ component, count }) => [component, count])]),
  );

interface CertificatesProps {
  readonly sources: readonly SourceStatus[];
  /** How often the reader wanted to know: it is logged, and asked for by no timer. */
  readonly wanted: number;
}

export function Certificates({ sources, wanted }: CertificatesProps) {
  const t = textsIn(texts);
  const { columns: labels } = t;
  const kinds: Readonly<Record<string, string>> = t.kinds;
  const answered = useAnswer<Page<Ending>>(PATH, undefined, `${wanted} ${endingIn(sources)}`);
  const servers = sources.flatMap(({ name: source, tls }) =>
    tls.map(({ host, expiresAt }) => ({
      ...{ id: `${source} ${host}`, source, component: 'tls-certificate', name: host, expiresAt },
    })),
  );
  const ending = [...servers, ...(answered.data?.items ?? [])].sort(
    (a, b) => Date.parse(a.expiresAt) - Date.parse(b.expiresAt),
  );
  const columns: readonly Column<Ending>[] = [
    { id: 'what', label: labels.what, cell: ({ component }) => own(kinds, component) ?? component },
    { id: 'name', label: labels.name, cell: ({ name }) => name },
    { id: 'source', label: labels.source, cell: ({ source }) => <SourceLink name={source} /> },
    { id: 'ends', label: labels.ends, cell: ({ expiresAt }) => formats().day(expiresAt) },
    { id: 'left', label: labels.left, isNumber: true, cell: ({ expiresAt }) => <Left at={expiresAt} /> },
  ];
  return (
    <Section name="certificates">
      <AnswerState answered={answered} />
      <Table
        caption={titleOf('certificates')}
        quiet
        columns={columns}
        rows={ending}
        keyOf={({ id, component }) => `${component} ${id}`}
        empty={t.none}
      />
    </Section>
  );
}

export function Left({ at }: { readonly at: string }) {
  const t = textsIn(texts);
  const days = daysUntil(at, now.value);
  const gravity = days < 0 ? 'bad' : days <= WARNED_DAYS ? 'warn' : 'fine';
  return <span class={`state ${gravity}`}>{days < 0 ? t.ended : formats().days(days)}</span>;
}
