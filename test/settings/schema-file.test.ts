import { readFileSync } from 'node:fs';
import { expect, it } from '@jest/globals';
import { parseSources, sourcesSchema } from '../../lib/settings/index.ts';

const textOf = (file: string): string => readFileSync(new URL(`../../${file}`, import.meta.url), 'utf8');

it('sources.schema.json is what `npm run schema` writes', () => {
  expect(JSON.parse(textOf('sources.schema.json'))).toEqual(sourcesSchema());
});

it("the README's sources file is accepted", () => {
  const example = /```json\n(.*?)```/s.exec(textOf('README.md'))?.[1] ?? '';
  const { sources, problems } = parseSources(example);
  expect(problems).toEqual([]);
  expect(sources.map((source) => ('problems' in source ? source.problems : source.type))).toEqual([
    'intune',
    'active-directory',
  ]);
});
