// Entra's sign-ins as a fault target: those of one hour that has passed, which the server tells bit by bit, in three pages
// or more. Nothing of a list is gone from it.
import { DatabaseSync } from 'node:sqlite';
import type { Company } from '../end-to-end/company.ts';
import { endOf } from '../sources/entra-sign-ins/told.ts';
import type { FaultTarget, WatchedRow } from './fault.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const PAGE = 40;
/** Of the server: it has told a quarter of that hour when it is first asked. */
const BEGIN = Math.floor(Date.now() / HOUR) * HOUR - 2 * HOUR;
let now = BEGIN + 15 * MINUTE;

const served = ({ fleet }: Company) => fleet.systems['entra-sign-ins'].signIns;
const told = (company: Company) =>
  served(company)
    .between(BEGIN, now)
    .filter(({ isInteractive, toldAt }) => isInteractive && toldAt <= now);

/** The first, the second, .. of an app that ended so: some of them are a part of all. */
function truth(company: Company): readonly WatchedRow[] {
  const all = Map.groupBy(told(company), ({ row }) => JSON.stringify([row.appId, endOf(row)]));
  return [...all].flatMap(([of, rows]) => rows.map((_, i) => [...JSON.parse(of), String(i + 1)]));
}
const STORED = `
  WITH RECURSIVE number(nth) AS (SELECT 1 UNION ALL SELECT nth + 1 FROM number WHERE nth < 10000)
  SELECT app_id, result, CAST(nth AS TEXT) AS nth
  FROM (SELECT app_id, result, SUM(requests) AS n FROM app_access WHERE source = ? GROUP BY app_id, result)
  JOIN number ON nth <= n`;

/** Until there are so many more of them. It is looked back as after an hour. */
function goOn(company: Company, more: number): void {
  const before = told(company).length;
  while (told(company).length < before + more) now += 5_000;
  if (now >= BEGIN + HOUR) throw new RangeError('the hour is over');
  using database = new DatabaseSync(company.databaseFile(), { timeout: 5_000 });
  const long = `UPDATE source_state SET "checkpoint" = json_set("checkpoint", '$.checkpoint.interactive.lookedBackAt', ?)`;
  database.prepare(long).run(new Date(0).toISOString());
}

export const entraSignIns: FaultTarget = {
  connector: 'entra-sign-ins',
  fleet: { users: 100, devices: 5_000, appsPerDevice: 1, clock: () => now },
  source: (company) =>
    company.source('entra-sign-ins', {
      from: new Date(BEGIN).toISOString(),
      windowMinutes: 60,
      overlapHours: 24,
      platforms: 'all',
      personalDevices: true,
    }),
  prepare: (company) => {
    served(company).maxPage = PAGE;
  },
  datasets: {
    app_access: {
      key: ['app_id', 'result', 'nth'],
      values: [],
      query: STORED,
      truth,
    },
  },
  // Some of them are in no place where a fault hides rows.
  change: (company) => goOn(company, 10),
  live: (company) => goOn(company, 1),
  struck: ({ fleet }) => fleet.systems['entra-sign-ins'].faults.count,
  clear: async ({ fleet }) => {
    fleet.systems['entra-sign-ins'].faults.clear();
    await fleet.systems['entra-sign-ins'].faults.transport('normal');
  },
};
