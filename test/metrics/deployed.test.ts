// Rules and dashboards name metrics that there are, and are whole.
import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { parse } from 'yaml';
import { z } from 'zod';
import { METRICS, type Metric } from '../../lib/metrics/declarations.ts';
import { dashboard, expectWhole } from '../deploy/dashboards.ts';
import { headingsIn } from '../documents/headings.ts';

const read = (path: string): string => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');
const KNOWN = new Set(
  Object.entries<Metric>(METRICS).flatMap(([name, { type }]) =>
    type === 'histogram' ? ['_bucket', '_sum', '_count'].map((part) => name + part) : [name],
  ),
);
const unknownIn = (expression: string): string[] =>
  [...expression.matchAll(/\bemmlens_[a-z_]+/g)].map(([name]) => name).filter((name) => !KNOWN.has(name));

const rules = z.object({
  groups: z.array(
    z.object({
      rules: z.array(
        z.object({
          alert: z.string().startsWith('EmmLens'),
          expr: z.string(),
          for: z.string(),
          labels: z.object({ severity: z.enum(['critical', 'warning', 'info']) }),
          annotations: z.object({ summary: z.string(), description: z.string() }),
        }),
      ),
    }),
  ),
});

describe('what is delivered for Prometheus and Grafana', () => {
  const operations = dashboard('operations', 'prometheus');
  const alerts = rules.parse(parse(read('deploy/prometheus/alerts.yml'))).groups.flatMap((group) => group.rules);

  it('asks for metrics that are declared', () => {
    const expressions = [...operations.panels.flatMap(({ targets }) => targets), ...alerts].map(
      ({ expr = '' }) => expr,
    );
    expect(expressions).not.toContain('');
    expect(expressions.flatMap(unknownIn)).toEqual([]);
    expect(expressions.length).toBeGreaterThan(40);
  });

  it('has panels that can be told apart, over a data source that can be chosen', () => {
    expectWhole(operations, 'prometheus');
  });

  it('says of every alert what to do, by routes that there are, and where to read on', () => {
    const { paths } = z
      .object({ paths: z.record(z.string(), z.unknown()) })
      .parse(JSON.parse(read('docs/openapi.json')));
    for (const { alert, annotations } of alerts) {
      const [, page = 'none', heading] = /: (docs\/[a-z]+\.md)(?:#([a-z-]+))?$/.exec(annotations.description) ?? [];
      expect([alert, page, heading === undefined || headingsIn(read(page)).includes(heading)]).toEqual([
        alert,
        expect.stringMatching(/^docs/),
        true,
      ]);
      const routes = [
        ...annotations.description.matchAll(/(?:GET|POST) (\/api[^ :;.,]*(?: \$labels.source }}[^ :;.,]*)?)/g),
      ];
      const unknown = routes.map(([, path = '']) => path.replace('{{ $labels.source }}', '{name}'));
      expect([alert, unknown.filter((path) => !Object.hasOwn(paths, path))]).toEqual([alert, []]);
    }
  });

  it('tests every alert', () => {
    const tests = read('deploy/prometheus/alerts.test.yml');
    expect(alerts.filter(({ alert }) => !tests.includes(`"${alert}"`)).map(({ alert }) => alert)).toEqual([]);
  });
});
