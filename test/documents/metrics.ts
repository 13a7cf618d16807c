// docs/metrics.md, from the declarations.
import { METRICS, type Metric } from '../../lib/metrics/declarations.ts';

export function metricsPage(): string {
  const rows = Object.entries<Metric>(METRICS).map(
    ([name, { type, labels, of, help }]) => `| \`${name}\` | ${type} | ${labels.join(', ')} | ${of} | ${help} |`,
  );
  return `# Metrics of GET /api/metrics

Made of \`lib/metrics/declarations.ts\` by \`npm run documents\`; [operate.md](operate.md#metrics) says how they are scraped and what alerts there are.
\`process\`: each collector tells its own, from its start: add them up (\`sum without (instance)\`). \`database\`: each collector tells the same: take one (\`max without (instance)\`).

| metric | type | labels | of | tells |
| --- | --- | --- | --- | --- |
${rows.join('\n')}
`;
}
