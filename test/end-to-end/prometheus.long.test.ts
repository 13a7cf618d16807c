// A real Prometheus scrapes a collector over TLS with a private authority and a token, and answers each query of the dashboard.
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { keepSecret } from '../../local/fleet/folder.ts';
import { Front } from '../real/front.ts';
import { Prometheus, prometheusIsInstalled, promtool } from '../real/prometheus.ts';
import { type CollectorProcess, eventually } from './collector-process.ts';
import { Company } from './company.ts';

const real = prometheusIsInstalled() ? describe : describe.skip;
const TOKEN = 'a token of thirty-two letters or so';

/** Panels without data in a company that is well, has no log of its own, and sends nothing to the vendor. */
const EMPTY_IN_HEALTH = [
  'Held',
  'Log files',
  'Oldest unread of log files',
  'Pushed batches',
  'Pushed lines',
  'Rejected',
  'Since the last push',
  'Since the licence check',
  'Unread of log files',
];

const dashboard = z.object({
  panels: z.array(z.object({ title: z.string(), targets: z.array(z.object({ expr: z.string() })) })),
});
const { panels } = dashboard.parse(
  JSON.parse(readFileSync(new URL('../../deploy/grafana/dashboards/operations.json', import.meta.url), 'utf8')),
);

real('a real Prometheus', () => {
  let company: Company;
  let front: Front;
  let lens: CollectorProcess;
  let prometheus: Prometheus;
  const scraping = (token: string) =>
    Prometheus.start({ target: new URL(front.url).host, token, caPem: company.fleet.authority.caPem });
  const scraped = async () =>
    (await fetch(`${lens.url}/api/metrics`, { headers: { authorization: `Bearer ${TOKEN}` } })).text();

  beforeAll(async () => {
    company = await Company.start();
    keepSecret(company.folder, 'metrics-token', TOKEN);
    front = await Front.start(company.fleet.authority.issueServer());
    lens = await company.collector({ environment: { METRICS_TOKENS: company.secret('metrics-token') } });
    front.targets = [lens.url];
    prometheus = await scraping(TOKEN);
    for (const type of ['intune', 'active-directory'] as const) await lens.poll(String(company.source(type).name));
  });
  afterAll(async () => {
    await prometheus?.remove();
    await front?.close();
    await company?.close();
  });

  it('finds the target well, and one with a wrong token refused', async () => {
    expect(await eventually('it is scraped', () => prometheus.target())).toMatchObject({ health: 'up' });
    const other = await scraping('another token of thirty-two letters');
    const target = await eventually('it is refused', () => other.target());
    await other.remove();
    expect(target.health).toBe('down');
    expect(target.lastError).toContain('401');
  });

  it('answers each query of the dashboard with data, but for those that have none in health', async () => {
    const asked = panels.map(({ title, targets: [first] }) => ({ title, expr: first?.expr ?? '' }));
    const withData = asked.filter(({ title }) => !EMPTY_IN_HEALTH.includes(title));
    for (const { title, expr } of withData)
      await eventually(`${title} has data`, async () => ((await prometheus.series(expr)) > 0 ? true : undefined));
    const empty: string[] = [];
    for (const { title, expr } of asked) if ((await prometheus.series(expr)) === 0) empty.push(title);
    expect(empty.sort()).toEqual(EMPTY_IN_HEALTH);
  });

  it('finds nothing to say against what is told, and nobody is in it', async () => {
    const text = await scraped();
    expect(promtool(['check', 'metrics'], text)).toEqual({ status: 0, said: '' });
    expect(text).not.toMatch(/@|file:/);
  });

  it('can read the rules, which pass their tests', () => {
    expect(promtool(['check', 'rules', 'alerts.yml'])).toMatchObject({ status: 0 });
    expect(promtool(['test', 'rules', 'alerts.test.yml'])).toMatchObject({ status: 0 });
  });
});
