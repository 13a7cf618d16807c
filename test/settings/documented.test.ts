// What docs/configure.md and the README say of settings and sources, against the declarations.
import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { ROLES } from '../../lib/roles.ts';
import { parseSources, settingsTable } from '../../lib/settings/index.ts';
import { commonConfig, emmConfig } from '../../lib/sources/config.ts';
import { logConfig } from '../../lib/sources/logs/config.ts';

const textOf = (file: string): string => readFileSync(new URL(`../../${file}`, import.meta.url), 'utf8');
const configure = textOf('docs/configure.md');

/** Rows of the table under a heading: the text of their cells, code signs taken off. */
function tableUnder(heading: string, text = configure): readonly (readonly string[])[] {
  const section = text.split(/^#+ /m).find((part) => part.startsWith(`${heading}\n`)) ?? '';
  const rows = section.split('\n').filter((line) => line.startsWith('|'));
  return rows.slice(2).map((row) =>
    row
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim()),
  );
}
const bare = (cell = ''): string => cell.replaceAll('`', '');

describe('docs/configure.md', () => {
  it('names every setting, with its default and an example', () => {
    const told = tableUnder('Settings').map(([name, , byDefault, example]) => [
      bare(name),
      bare(byDefault),
      bare(example),
    ]);
    const declared = settingsTable().map(({ name, default: byDefault, example }) => [
      name,
      byDefault || 'none',
      example,
    ]);
    expect(told).toEqual(declared);
  });

  it('names every key that a source of any product has', () => {
    const told = tableUnder('Sources').flatMap(([names = '']) =>
      [...names.matchAll(/`(\w+)`/g)].map(([, name]) => name),
    );
    expect(told.toSorted()).toEqual(['type', ...Object.keys(emmConfig.shape)].toSorted());
  });

  it('names every key that a source of logs has beside', () => {
    const told = tableUnder('Sources of logs').map(([name]) => bare(name));
    const own = Object.keys(logConfig.shape).filter((key) => !Object.hasOwn(commonConfig.shape, key));
    expect(told.toSorted()).toEqual(own.toSorted());
  });
});

describe('docs/api.md', () => {
  it('says what each role is for', () => {
    const told = tableUnder('Roles', textOf('docs/api.md')).map(([role, what]) => [bare(role), what]);
    expect(told).toEqual(Object.entries(ROLES));
  });
});

describe.each(['README.md', 'docs/configure.md'])('the sources file in %s', (file) => {
  it('is accepted', () => {
    const examples = [...textOf(file).matchAll(/```json\n(.*?)```/gs)].map(([, example = '']) => parseSources(example));
    expect(examples.length).toBeGreaterThan(0);
    for (const { sources, problems } of examples) {
      expect(problems).toEqual([]);
      expect(sources.flatMap((source) => ('problems' in source ? source.problems : []))).toEqual([]);
    }
  });
});
