// The house itself: rooms (folders and files at the top of lib) import one way, and know what they may know.

import { globSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { SOURCE_TYPES } from '../lib/sources/registry.ts';

const ROOT = new URL('..', import.meta.url).pathname;
const files = globSync('{lib,functions,local}/**/*.ts', { cwd: ROOT });
const text = new Map(files.map((file) => [file, readFileSync(join(ROOT, file), 'utf8')]));

/** `lib/store/mssql/engine.ts` is in the room `lib/store`, `lib/app.ts` is one of its own. */
const roomOf = (file: string): string =>
  file
    .split('/')
    .slice(0, file.startsWith('lib/') ? 2 : 1)
    .join('/');

/** Files that a file imports, statically or not. */
const importsOf = (file: string): string[] =>
  [...(text.get(file) ?? '').matchAll(/(?:from|import)\s*\(?\s*'(\.{1,2}\/[^']+)'/g)].map(([, path = '']) =>
    normalize(join(dirname(file), path)),
  );

/** Without types, which are gone when it runs. */
const staticImportsOf = (file: string): string[] =>
  [...(text.get(file) ?? '').matchAll(/^(?:import|export) (?!type\b)[^;]*?from '(\.{1,2}\/[^']+)'/gms)].map(
    ([, path = '']) => normalize(join(dirname(file), path)),
  );

const arrows = files.flatMap((file) =>
  importsOf(file)
    .filter((imported) => roomOf(imported) !== roomOf(file))
    .map((imported) => ({ from: roomOf(file), to: roomOf(imported), by: `${file} -> ${imported}` })),
);

/** What is on a circle: left when rooms, or files, without an arrow are taken away again and again. */
function circles(all: typeof arrows): string[] {
  let left = all;
  for (;;) {
    const from = new Set(left.map((arrow) => arrow.from));
    const kept = left.filter((arrow) => from.has(arrow.to));
    if (kept.length === left.length) return kept.map((arrow) => arrow.by);
    left = kept;
  }
}

describe('the house', () => {
  it('has no circle of rooms', () => {
    expect(arrows.length).toBeGreaterThan(100);
    expect(circles(arrows)).toEqual([]);
  });

  it('has no circle of files', () => {
    const all = files.flatMap((from) => importsOf(from).map((to) => ({ from, to, by: `${from} -> ${to}` })));
    expect(circles(all)).toEqual([]);
  });

  it('keeps what only runs on one machine, and tests, out of what is delivered', () => {
    const delivered = arrows.filter(({ from }) => !from.startsWith('local'));
    expect(delivered.filter(({ to }) => !to.startsWith('lib') && to !== 'functions').map(({ by }) => by)).toEqual([]);
    expect(
      delivered.filter(({ from, to }) => from.startsWith('lib') && to === 'functions').map(({ by }) => by),
    ).toEqual([]);
  });

  it('gives browsers types of lib/, which are gone when they run, numbers that bring nothing along, and no markup made of text', () => {
    const pages = globSync('pages/**/*.{ts,tsx}', { cwd: ROOT }).map(
      (file) => [file, readFileSync(join(ROOT, file), 'utf8')] as const,
    );
    expect(pages.length).toBeGreaterThan(20);
    const taken = /^(?:import|export) (?!type\b)[^;]*?from '((?:\.\.\/)+(?:lib|local|functions)\/[^']+|node:[^']+)'/gm;
    const isAlone = (file: string) =>
      file.startsWith('lib/') && !/^import (?!type\b)/m.test(text.get(file) ?? 'import ');
    const wrong = pages.flatMap(([file, of]) => [
      ...(/innerHTML|insertAdjacentHTML/i.test(of) ? [file] : []),
      ...[...of.matchAll(taken)].flatMap(([, from = '']) =>
        isAlone(join(dirname(file), from).replaceAll('\\', '/')) ? [] : [`${file} ${from}`],
      ),
    ]);
    expect(wrong).toEqual([]);
  });

  it('has the catalogue as its ground floor', () => {
    expect(arrows.filter(({ from }) => from === 'lib/catalog').map(({ by }) => by)).toEqual([]);
  });

  it('tells what a product can read without the code that reads it', () => {
    const tables = files.filter((file) => /^lib\/sources\/[^/]+\/parameters\.ts$/.test(file));
    const loaded = new Set(tables);
    for (const file of loaded) for (const imported of staticImportsOf(file)) loaded.add(imported);
    expect(tables.length).toBeGreaterThan(5);
    const reading = /^lib\/net\/|^lib\/sources\/[^/]+\/(index|client|connection|token|credentials|read[^/]*)\.ts$/;
    expect([...loaded].filter((file) => reading.test(file))).toEqual([]);
  });

  it('adds lists to lists item by item: as arguments of one call, long ones end in a RangeError', () => {
    const spread = files.filter(
      (file) => file.startsWith('lib/') && /\.(push|unshift)\(\.\.\./.test(text.get(file) ?? ''),
    );
    expect(spread).toEqual([]);
  });

  it('reads every product that has a folder', () => {
    const folders = files.flatMap((file) => /^lib\/sources\/([^/]+)\/index\.ts$/.exec(file)?.[1] ?? []);
    expect(folders.sort()).toEqual(Object.keys(SOURCE_TYPES).sort());
  });

  it('gives timers connections of their own: what they do takes long, and whoever asks the API waits for no duty', () => {
    const ticking = files.filter((file) => /export (async function|const) \w+Tick\b/.test(text.get(file) ?? ''));
    expect(ticking.length).toBeGreaterThan(1);
    expect(ticking.filter((file) => /\bapplication\(/.test(text.get(file) ?? ''))).toEqual([]);
  });

  it('measures how long something takes, or may take, by no clock that is set', () => {
    const reading = files.filter((file) => file.startsWith('lib/') && text.get(file)?.includes('Date.now()'));
    // What it was at the start, and what a line is dated against.
    expect(reading.sort()).toEqual(['lib/metrics/process.ts', 'lib/sources/logs/files/first-lines.ts']);
  });

  it('asks only within the store which engine it has', () => {
    const asking = files.filter((file) => file.startsWith('lib/') && !file.startsWith('lib/store/'));
    expect(asking.filter((file) => /'(mssql|sqlite)'/.test(text.get(file) ?? ''))).toEqual([]);
  });
});
