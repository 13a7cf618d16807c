// What the documents refer to is there: pages and headings, files and folders of the repository, scripts of npm.
import { existsSync, globSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from '@jest/globals';
import { datasets } from '../../lib/catalog/index.ts';
import { HEALTH_WARNINGS } from '../../lib/http/health-operation.ts';
import { ROOT } from './documents.ts';
import { headingsIn } from './headings.ts';

const root = fileURLToPath(ROOT);
const textOf = (path: string): string => readFileSync(join(root, path), 'utf8');
const pages = ['README.md', ...globSync('docs/**/*.md', { cwd: root }), ...globSync('bench/*.md', { cwd: root })];

/** Relative links of a page: the path from the root, and the heading. */
const linksOf = (page: string): readonly (readonly [path: string, heading: string])[] =>
  [...textOf(page).matchAll(/\]\((?!https?:)([^)#]*)(?:#([^)]*))?\)/g)].map(([, path = '', heading = '']) => [
    path === '' ? page : normalize(join(dirname(page), path)),
    heading,
  ]);

describe.each(pages)('%s', (page) => {
  it('links to pages and headings that are there', () => {
    const broken = linksOf(page).filter(
      ([path, heading]) =>
        !existsSync(join(root, path)) || (heading !== '' && !headingsIn(textOf(path)).includes(heading)),
    );
    expect(broken).toEqual([]);
  });

  it('names files and folders that are there', () => {
    const named = [
      ...textOf(page).matchAll(/`((?:functions|lib|local|pages|test|bench|docs|deploy|\.ci)\/[\w./-]*)`/g),
    ];
    const missing = named.map(([, path = '']) => path).filter((path) => !existsSync(join(root, path)));
    expect(missing).toEqual([]);
  });

  it('ends a batch of T-SQL before it uses the database that the batch makes: a batch is compiled as a whole', () => {
    const scripts = [...textOf(page).matchAll(/^```sql\n(.*?)^```/gms)].map(([, script = '']) => script);
    const batches = scripts.flatMap((script) => script.split(/^GO$/m));
    expect(batches.filter((batch) => /^CREATE DATABASE (?!ENCRYPTION)/m.test(batch) && /^USE /m.test(batch))).toEqual(
      [],
    );
  });

  it('names scripts that package.json has', () => {
    const { scripts }: { scripts: Record<string, string> } = JSON.parse(textOf('package.json'));
    const named = [...textOf(page).matchAll(/npm run (?:-s |--silent )?([\w:-]+)/g)].map(([, name = '']) => name);
    expect(named.filter((name) => !Object.hasOwn(scripts, name))).toEqual([]);
  });
});

it('every page is reached from the README', () => {
  const reached = new Set<string>();
  for (let next = ['README.md']; next.length > 0; ) {
    for (const page of next) reached.add(page);
    next = next
      .flatMap((page) => linksOf(page))
      .flatMap(([path]) => (path.endsWith('.md') && !reached.has(path) ? [path] : []));
  }
  expect(pages.filter((page) => !reached.has(page))).toEqual([]);
});

it('docs/operate.md tells every state of a source, in the order of which comes first', () => {
  const { components } = JSON.parse(textOf('docs/openapi.json'));
  const told = [...textOf('docs/operate.md').matchAll(/^\| `([a-z-]+)` +\|/gm)].map(([, state]) => state);
  const states: string[] = components.schemas.Source.properties.state.enum;
  expect(told.filter((name) => states.includes(name ?? ''))).toEqual(states);
});

it('docs/operate.md tells every warning of health', () => {
  for (const code of HEALTH_WARNINGS) expect(textOf('docs/operate.md')).toContain(`\`${code}\``);
});

it('docs/configure.md names every dataset that is kept for a number of days', () => {
  const kept = datasets()
    .filter(({ retentionDays }) => retentionDays !== null)
    .map(({ name }) => name);
  const [told = ''] = /dataset that is kept for a number of days: [^.]*\./.exec(textOf('docs/configure.md')) ?? [];
  expect([...told.matchAll(/`(\w+)`/g)].map(([, name]) => name).sort()).toEqual(kept.sort());
});
