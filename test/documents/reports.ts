// docs/reports.md, from the declarations of the views.
import { REPORTS, type Report } from '../reports/declarations.ts';

const ON_SQL_SERVER = {
  text: 'nvarchar',
  count: 'int, bigint',
  flag: 'bit',
  day: 'date',
  instant: 'datetime2(3), UTC',
};

export function reportsPage(): string {
  const views = Object.entries<Report>(REPORTS).map(([name, { describes, columns }]) => {
    const rows = Object.entries(columns).map(
      ([column, { kind, description }]) => `| \`${column}\` | ${ON_SQL_SERVER[kind]} | ${description} |`,
    );
    return `## report.${name}\n\n${describes}\n\n| column | type | tells |\n| --- | --- | --- |\n${rows.join('\n')}\n`;
  });
  return `${INTRODUCTION}\n${views.join('\n')}`;
}

const INTRODUCTION = `# Views for reports

Made of \`test/reports/declarations.ts\` by \`npm run documents\`. For Power BI, SSRS, Grafana and whatever reads SQL. On SQL Server they are in schema \`report\`; on
SQLite they are called \`report_sources\` and so on, and days and instants are text (\`2026-11-30\`, \`2026-11-30T07:30:00.000Z\`).

**Names and columns stay.** Columns may be added at the end: name those that you read, not \`*\`.

**They speak of nobody.** No name, address, number or id of a person or a device is in them, no hash of one, and no time of a single person's doing. What is
counted of people is what the API tells of it: groups of fewer than five people are not told, nor is the group with which they could be told by
subtraction ([promises.md](promises.md)). Therefore numbers do not add up to a total. Nothing has to be done in them when a person is removed. Mail activity, sign-ins,
calls and hits of rules are about single people, and counted nowhere yet: there is no view of them.

**Whole days.** Apps are counted once a day; polls and traffic are told until yesterday (UTC, by the database's clock): within a day, who asks again and again would see each one come. What may still change later: traffic of a
day whose lines are read late. What is left: who compares days, or asks while late lines are read, sees that a number changed by one; who that
was is not in them.

**How far back** days go is what retention keeps: 30 days of \`statistic\`, \`poll_run\` and \`http_total\`, unless \`RETENTION_OVERRIDES\` says otherwise
(\`statistic=400\` keeps numbers of rows and devices for a year): [configure.md](configure.md).

**Who may read.** Give reports the role \`emm_lens_report\` ([sqlserver.md](sqlserver.md)): it may read these views, no table. A login that reads the tables
reads what everybody's devices hold, past the access log.

**Power BI, SSRS**: the connector for SQL Server, *Import* rather than *DirectQuery* (counts are of the day), encrypted, with that login; the views are in the navigator
below \`report\`. On an Always On group name the listener and ask for a readable secondary (\`ApplicationIntent=ReadOnly\`).

**Grafana**: \`deploy/grafana/dashboards/estate.json\` asks these views alone; set address and database in \`deploy/grafana/provisioning/datasources/reports.yml\`, and mount the
password as the file that it names.
`;
