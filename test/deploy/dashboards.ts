// The dashboards that are delivered for Grafana, and what each of them has.
import { readFileSync } from 'node:fs';
import { expect } from '@jest/globals';
import { z } from 'zod';

const schema = (type: string) => {
  const datasource = z.object({ type: z.literal(type), uid: z.literal('$' + '{datasource}') });
  return z.object({
    uid: z.string().startsWith('emmlens-'),
    templating: z.object({
      list: z.array(
        z.object({ name: z.string(), type: z.string(), query: z.string(), datasource: datasource.optional() }),
      ),
    }),
    panels: z.array(
      z.object({
        id: z.number(),
        title: z.string().min(1),
        datasource,
        fieldConfig: z.object({ defaults: z.object({ unit: z.string().min(1) }) }),
        targets: z
          .array(
            z.object({
              datasource,
              /** Of Prometheus. */
              expr: z.string().optional(),
              /** Of SQL. */
              rawSql: z.string().optional(),
              format: z.string().optional(),
            }),
          )
          .min(1),
      }),
    ),
  });
};

/** Throws where it asks another kind of data source than `type`. */
export const dashboard = (name: string, type: string) =>
  schema(type).parse(
    JSON.parse(readFileSync(new URL(`../../deploy/grafana/dashboards/${name}.json`, import.meta.url), 'utf8')),
  );

/** Panels can be told apart, and the data source can be chosen. */
export function expectWhole({ panels, templating }: ReturnType<typeof dashboard>, type: string): void {
  expect(new Set(panels.map(({ id }) => id)).size).toBe(panels.length);
  expect(new Set(panels.map(({ title }) => title)).size).toBe(panels.length);
  expect(templating.list[0]).toMatchObject({ name: 'datasource', type: 'datasource', query: type });
}
