// npm run sources -- try: what a source of logs would store of a file, told line by line, stored nowhere.
import { execFile } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { run } from '../../local/sources.ts';
import { documented } from '../sources/log/mappings.ts';

const MAIN = join(import.meta.dirname, '../../local/sources.ts');
const sample = (name: string): string => join(import.meta.dirname, `../sources/logs/samples/${name}/input.log`);

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'lens-try-'));
  const directory = {
    name: 'directory',
    type: 'active-directory',
    url: 'ldaps://dc.example',
    bindDn: 'cn=x',
    password: 'env:X',
  };
  const sources = [...documented().values()].filter(({ type }) => /^(log|http-proxy|exchange)/.test(type));
  const names = ['user', 'user (address)', 'user (mail)', 'user (SID)'];
  const nobody = sources
    .filter(({ name }) => name === 'squid')
    .flatMap((of) => [
      { ...of, name: 'squid-of-people', detail: 'person' },
      { ...of, name: 'squid-of-nobody', detail: 'person', exclude: names },
    ]);
  writeFileSync(
    join(folder, 'sources.json'),
    JSON.stringify({ sources: [directory, ...sources, ...nobody, { name: 'wrong', type: 'log' }] }),
  );
});
afterAll(() => rmSync(folder, { recursive: true }));

async function tried(...args: readonly string[]): Promise<{ readonly code: number; readonly out: string }> {
  const printed: string[] = [];
  const environment = { SOURCES_FILE: join(folder, 'sources.json'), RETENTION_DAYS: '3650' };
  const code = await run(args, { environment, print: (line) => void printed.push(`${line}\n`) });
  return { code, out: printed.join('') };
}

describe('trying a source', () => {
  it('tells what becomes of each line and why, and shows no value that tells of a person', async () => {
    const { out, code } = await tried('try', 'phone-calls', sample('calls'));
    expect(code).toBe(0);
    expect(out).toMatch(
      /^ {3}1 {2}before the header\n {3}2 {2}header\n {3}3 {2}stored\n {6}call: occurredAt 2026-11-02T06:12:44.000Z, direction \*\*\*/,
    );
    expect(out).toMatch(/ {3}9 {2}rejected \(time\)\n/);
    expect(out).toMatch(/\n1 before the header, 1 header, 6 stored, 1 rejected \(time\)\n$/);
    expect(out).toContain('found by domainAccount ***');
    expect(out).not.toMatch(/aberg|4915|outgoing|125|input\.log/);
  });

  it('shows what would be stored, masked as the source says, where that is asked for, and only so many lines', async () => {
    const { out } = await tried('try', 'phone-calls', sample('calls'), '--show', '--lines', '3');
    expect(out).toContain('direction outgoing, durationSeconds 125, number +49151********, numberKind mobile');
    expect(out).toContain('found by domainAccount aberg');
    expect(out).not.toContain('15112345678');
    expect(out).toMatch(/\n1 before the header, 1 header, 1 stored\n$/);
  });

  it.each([
    ['text-messages', 'messages', /\n1 header, 2 stored, 1 incomplete\n$/],
    ['squid', 'squid-native', /http_total: occurredAt .*, kind host, name \*\*\*, requests 1/],
    ['exchange', 'eas-iis', /ignored \(other-hop\)[\s\S]*pim_activity: occurredAt/],
  ])('works for every source of logs: %s', async (name, input, said) => {
    const { out } = await tried('try', name, sample(input), '--lines', '40');
    expect(out).toMatch(said);
    expect(out).not.toMatch(/anna|berg|example\.(org|com)|BANKINFO|Hello/i);
  });

  it('names the columns of the mapping that no line has, and nothing of a line', async () => {
    const path = join(folder, 'of-anna.csv');
    writeFileSync(path, 'Start Date,Name.ID,Type of Call,Nummer\n11/02/2026 06:12:44 AM,anna,Incoming Call,0151\n');
    const { code, out } = await tried('try', 'phone-calls', path);
    expect([code, out]).toEqual([1, expect.stringMatching(/\n2 before the header\n\nNo line so far names/)]);
    expect(out).toContain('lacks "Phone Number", "Elapsed Time".');
    expect(out).not.toMatch(/anna|Nummer|0151/);
    writeFileSync(path, 'Start Date;Name.ID;Type of Call;Phone Number;Elapsed Time\n');
    expect((await tried('try', 'phone-calls', path)).out).toContain('lacks "Start Date", "Name.ID", ');
    writeFileSync(
      path,
      'Start Date,Name.ID,Type of Call,Phone Number,Elapsed Time\n11/02/2026 06:12:44 AM,anna,Strange,0151,1\n',
    );
    expect((await tried('try', 'phone-calls', path)).out).toContain('direction is not stored: not in values');
    rmSync(path);
  });

  it('finds nobody by names that are left out', async () => {
    expect((await tried('try', 'squid-of-people', sample('squid-native'))).out).toContain('found by ');
    expect((await tried('try', 'squid-of-nobody', sample('squid-native'))).out).not.toContain('found by ');
  });

  it('is a program that stores nothing, and ends', async () => {
    const env = { ...process.env, SOURCES_FILE: join(folder, 'sources.json') };
    const args = [MAIN, 'try', 'carrier', sample('calls')];
    const out = await new Promise((resolve) =>
      execFile(process.execPath, args, { cwd: folder, env }, (_, out) => resolve(out)),
    );
    expect(out).toMatch(/\n2 before the header, 8 rejected \(format\)\n[\s\S]* lacks "Datum", "Rufnummer", /);
    expect([readdirSync(folder), existsSync(join(folder, '.data'))]).toEqual([['sources.json'], false]);
  });

  it.each([
    [['try', 'directory', sample('calls')], /is no log. \(no-log\)/],
    [['try', 'nobody', sample('calls')], /There is no source nobody[\s\S]*The sources file has directory, /],
    [['try', 'wrong', sample('calls')], /There is no source wrong[\s\S]*purpose: is missing/],
    [['try', 'squid', '/nowhere/of-anna.log'], /cannot be read. \(files-missing\)/],
    [['try', 'squid'], /npm run --silent sources -- try/],
    [['try', 'squid', sample('calls'), '--lines', 'many'], /npm run --silent sources -- try/],
    [['try', 'squid', sample('calls'), '--what'], /An option or argument is wrong/],
  ])('says what is wrong with %j', async (args, said) => {
    const { code, out } = await tried(...args);
    expect([code, out]).toEqual([1, expect.stringMatching(said)]);
    expect(out).not.toMatch(/anna|at .*\.ts:/);
  });
});
