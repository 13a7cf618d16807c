// docs/metrics.md, from the declarations.
import { METRICS, type Metric } from '../../lib/metrics/declarations.ts';

export function metricsPage(): string {
  const rows = Object.entries<Metric>(METRICS).map(
    ([name, { type, labels, of, help }]) => `| \`${name}\` | ${type} | ${labels.join(', ')} | ${of} | ${help} |`,
  );
  return `# Metrics of GET /api/metrics

Made of \`lib/metrics/declarations.ts\` by \`npm run documents\`; [operate.md](operate.md#metrics) says how they are scraped and what alerts there are.
\`process\`: each collector tells its own, from its start: add them up (\`sum without (instance)\`). \`database\`: each collector tells the same: take one (\`max without (instance)\`).

**Nothing of one person.** Rows that polls read are told by source alone, and not what became of them: that one row of people came, changed
or left at a minute that the metric's history keeps is told to nobody who asks for metrics, as [reports](reports.md) do not tell it. \`GET /api/sources\` tells operators.

| metric | type | labels | of | tells |
| --- | --- | --- | --- | --- |
${rows.join('\n')}
`;
}
