// Writes docs/faults.md out of the tables that the tests prove.
import { type Fault, type FaultTable, GROUPS, type Group, type Outcome, type Written } from './fault.ts';

const INTRODUCTION = `# Faults, and what becomes of them

What a source may do wrong, and what EMM Lens then says, writes and leaves. The tests under \`test/faults/\` make every line of
these tables happen to a collector and look at \`/api/sources\`, \`/api/health\` (it stays \`ready\`: a source that
fails does not take the collector out of service), the log and the database. In every case nothing was removed, and
the next poll after the fault had everything as the source has it; where it takes two polls, the table says so.
\`npm run faults\` writes this document out of those tests.`;

const TITLES: Readonly<Record<Group, string>> = {
  connection: 'Connection',
  TLS: 'TLS',
  status: 'Status codes, sign-in and permissions',
  throttling: 'Throttling',
  body: 'Bodies that are none',
  rows: 'Rows',
  paging: 'Paging',
  delta: 'Changes since the last poll',
  report: 'Reports that are made to order',
  directory: 'Directories',
};

const HEADINGS = ['What happens', 'Connector', 'State, code', 'Hint', 'Written', 'What to do'];

/** The document, as Markdown. */
export function faultDocument(tables: readonly FaultTable[]): string {
  const all = tables.flatMap(({ target, faults }) => faults.map((fault) => ({ connector: target.connector, fault })));
  const sections = GROUPS.flatMap((group) => {
    const rows = all.filter(({ fault }) => fault.group === group).map((row) => rowOf(row.connector, row.fault));
    return rows.length === 0 ? [] : [`## ${TITLES[group]}\n\n${tableOf([HEADINGS, ...rows])}`];
  });
  return `${[INTRODUCTION, ...sections].join('\n\n')}\n`;
}

function rowOf(connector: string, { name, outcome, remedy }: Fault): readonly string[] {
  return [name, connector, toldOf(outcome), outcome.hint ?? '', writtenOf(outcome), remedy].map(cell);
}

const toldOf = ({ state, code }: Outcome): string => (code === null ? `\`${state}\`` : `\`${state}\`, \`${code}\``);

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
      return names ? [`${howMuch} of ${names.join(', ')}`] : [];
    })
    .join('; ');
}

const cell = (text: string): string => text.replaceAll('|', '\\|').replaceAll('\n', ' ');

function tableOf([headings = [], ...rows]: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [line(headings), line(headings.map(() => '---')), ...rows.map(line)].join('\n');
}
