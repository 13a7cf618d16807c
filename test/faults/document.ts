// Writes docs/faults.md out of the tables that the tests prove: what all sources over HTTPS share once, then each one's own.

import { LeaseLost } from '../../lib/errors.ts';
import { stopped } from '../../lib/ingest/ending.ts';
import { LEFT_BEHIND } from '../../lib/ingest/run.ts';
import { type Fault, type FaultTable, GROUPS, type Group, type Outcome, type Written } from './fault.ts';

const INTRODUCTION = `# Faults, and what becomes of them

What a source may do wrong, and what EMM Lens then says, writes and leaves. The tests under \`test/faults/\` make every line of
these tables happen to a collector and look at \`/api/sources\`, \`/api/health\` (it stays \`ready\`: a source that
fails does not take the collector out of service), the log and the database. In every case nothing was removed, and
the next poll after the fault had everything as the source has it; where it takes two polls, the table says so.
\`npm run documents\` writes this page out of those tests.

The first table is what sources over HTTPS share; one without lists, or whose lists have no pages, meets less of it. Each source
has a table of its own after it, with what only this one can meet, and what it answers in another way than the first table says.`;

const TITLES: Readonly<Record<Group, string>> = {
  connection: 'connection',
  TLS: 'TLS',
  status: 'status, sign-in, permissions',
  throttling: 'throttling',
  body: 'bodies that are none',
  rows: 'rows',
  answers: 'answers to other requests',
  paging: 'paging',
  delta: 'changes since the last poll',
  report: 'report made to order',
  directory: 'directory',
};

const CUT_OFF = `## Polls that are cut off

Not the source's doing, and proved where its states are (\`test/operations/source-states.test.ts\`): the state stays that of the
poll before, and nobody is warned.`;
const BY_ITSELF = 'Nothing: it goes on by itself as soon as a collector runs.';
const CUT_OFF_ROWS = [
  ['a collector is stopped in the middle of a poll', '`ok`, `stopped`', stopped().hint, BY_ITSELF],
  ['a collector dies in the middle of a poll', '`ok`, `collector-ended`', LEFT_BEHIND.error_hint, BY_ITSELF],
  ['another collector takes over', '`ok`, `lease-lost`', new LeaseLost().hint, BY_ITSELF],
  [
    'three in a row',
    '`failing`, `collector-ended`',
    LEFT_BEHIND.error_hint,
    'Look at memory limits and restarts of the collectors.',
  ],
].map(([happens = '', state = '', hint = '', todo = '']) => ['collectors', happens, state, hint, 'a part', todo]);

const HEADINGS = ['Kind', 'What happens', 'State, code', 'Hint', 'Written', 'What to do'];

interface Row {
  readonly connector: string;
  readonly fault: Fault;
}

/** The document, as Markdown. */
export function faultDocument(tables: readonly FaultTable[]): string {
  const all = tables.flatMap(({ target, faults }) => faults.map((fault) => ({ connector: target.connector, fault })));
  const shared = sharedRows(all);
  const own = Map.groupBy(
    all.filter((row) => !shared.some((rows) => rows.includes(row))),
    ({ connector }) => connector,
  );
  return `${[
    INTRODUCTION,
    sectionOf('All sources over HTTPS', shared),
    `${CUT_OFF}\n\n${tableOf([HEADINGS, ...CUT_OFF_ROWS])}`,
    ...[...own].map(([connector, rows]) =>
      sectionOf(
        `\`${connector}\``,
        rows.map((row) => [row]),
      ),
    ),
  ].join('\n\n')}\n`;
}

/** Of each fault that most sources over HTTP have, the rows that most of them have alike: but for what is written. */
function sharedRows(all: readonly Row[]): readonly (readonly Row[])[] {
  const overHttp = new Set(all.flatMap(({ connector, fault }) => (fault.overHttp ? [connector] : [])));
  const ofHttp = all.filter(({ connector }) => overHttp.has(connector));
  return [...Map.groupBy(ofHttp, ({ fault }) => fault.name).values()]
    .filter((rows) => rows.length > overHttp.size / 2)
    .map((rows) => mostAlike(rows, ({ fault }) => [toldOf(fault.outcome), fault.outcome.hint, fault.remedy].join()));
}

function mostAlike<T>(all: readonly T[], by: (one: T) => string): readonly T[] {
  const [most = []] = [...Map.groupBy(all, by).values()].toSorted((a, b) => b.length - a.length);
  return most;
}

/** A table of faults; each is told once for all its rows. */
function sectionOf(title: string, faults: readonly (readonly Row[])[]): string {
  const sorted = GROUPS.flatMap((group) => faults.filter(([row]) => row?.fault.group === group));
  return `## ${title}\n\n${tableOf([HEADINGS, ...sorted.map(cellsOf)])}`;
}

function cellsOf(rows: readonly Row[]): readonly string[] {
  return rows.slice(0, 1).flatMap(({ fault: { name, group, outcome, remedy } }) => {
    const told = [TITLES[group], name, toldOf(outcome), outcome.hint ?? ''];
    return [...told, writtenByAll(rows), remedy].map(cell);
  });
}

function toldOf({ state, code, held }: Outcome): string {
  const told = code === null ? `\`${state}\`` : `\`${state}\`, \`${code}\``;
  return held === undefined || state === 'held' ? told : `${told}; ${held} held`;
}

/** What most of them write; then, by name, who writes something else. */
function writtenByAll(rows: readonly Row[]): string {
  const written = ({ fault }: Row): string => writtenOf(fault.outcome);
  const most = mostAlike(rows, written);
  const others = Map.groupBy(
    rows.filter((row) => !most.includes(row)),
    written,
  );
  const named = [...others].map(
    ([text, group]) => `${group.map(({ connector }) => `\`${connector}\``).join(', ')}: ${text}`,
  );
  return [...most.slice(0, 1).map(written), ...named].join('. ');
}

function writtenOf({ written, polls, rejected }: Outcome): string {
  const notes = [
    ...(rejected ? ['what could not be read is counted in `rejected`'] : []),
    ...(polls === undefined ? [] : [`the rest after ${polls} polls`]),
  ];
  return [typeof written === 'string' ? written : byDataset(written), ...notes].join('; ');
}

/** `everything of emm_user, nothing of device, device_app` */
function byDataset(written: Readonly<Record<string, Written>>): string {
  const groups = Map.groupBy(Object.entries(written), ([, howMuch]) => howMuch);
  const order: readonly Written[] = ['everything', 'a part', 'nothing'];
  return order
    .flatMap((howMuch) => {
      const names = groups.get(howMuch)?.map(([name]) => `\`${name}\``);
      if (!names) return [];
      return [groups.size === 1 ? howMuch : `${howMuch} of ${names.join(', ')}`];
    })
    .join('; ');
}

const cell = (text: string): string => text.replaceAll('|', '\\|').replaceAll('\n', ' ');

function tableOf([headings = [], ...rows]: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [line(headings), line(headings.map(() => '---')), ...rows.map(line)].join('\n');
}
