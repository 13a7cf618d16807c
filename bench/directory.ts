// A full read of a real slapd through the connector against `ldapsearch` with the same attributes and page size, both
// over StartTLS, by turns.
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { promisify } from 'node:util';
import { attributesOf, inetOrgPerson } from '../lib/sources/active-directory/parameters.ts';
import type { Connector } from '../lib/sources/contract.ts';
import { BASE, READER, type Slapd, slapdIsInstalled, startSlapd } from '../test/real/slapd.ts';
import { connectorOf, contextOf } from '../test/sources/active-directory/polling.ts';
import { median } from './quantiles.ts';
import type { Result } from './report.ts';

const LDAPSEARCH = '/usr/bin/ldapsearch';
const PAGE = 500;
const MOST_OUTPUT = 2 ** 30;
const run = promisify(execFile);

export async function measureDirectory(entries: number, rounds: number): Promise<readonly Result[]> {
  if (!slapdIsInstalled() || !existsSync(LDAPSEARCH)) throw new Error('slapd or ldapsearch is not installed');
  const server = await startSlapd({ people: entries, limits: 'size=unlimited' });
  try {
    const url = `ldap://${server.host}:${server.port}`;
    const settings = { url, caFile: server.caFile, pageSize: PAGE, flavour: 'openldap', ...READER };
    const connector = await connectorOf(settings);
    const attributes = attributesOf(connector.collection.entity('inetOrgPerson'));
    const times: Record<'ours' | 'theirs', number[]> = { ours: [], theirs: [] };
    for (let round = 0; round < rounds; round += 1) {
      times.ours.push(await timed(() => readWhole(connector, entries)));
      times.theirs.push(await timed(() => ldapsearch(server, attributes, entries)));
    }
    const [ours, theirs] = [median(times.ours), median(times.theirs)];
    return [
      {
        engine: null,
        what: `full read of ${entries} entries of a real slapd against ldapsearch, ${attributes.length} attributes`,
        measured: `${Math.round(ours)} ms against ${Math.round(theirs)} ms`,
        ratio: ours / theirs,
        target: { atMost: 1.5 },
      },
    ];
  } finally {
    await server.remove();
  }
}

async function readWhole(connector: Connector, entries: number): Promise<void> {
  let rows = 0;
  for await (const step of connector.poll(contextOf()))
    if ('rows' in step && step.dataset === 'directory_user') rows += step.rows.length;
  if (rows !== entries) throw new Error('the directory was not read whole');
}

async function ldapsearch(server: Slapd, attributes: readonly string[], entries: number): Promise<void> {
  const { stdout } = await run(
    LDAPSEARCH,
    ['-x', '-LLL', '-o', 'ldif-wrap=no', '-ZZ', '-H', `ldap://${server.host}:${server.port}`]
      .concat(['-D', READER.bindDn, '-w', READER.password, '-b', BASE, '-E', `pr=${PAGE}/noprompt`])
      .concat([inetOrgPerson.path, ...attributes]),
    { env: { LDAPTLS_CACERT: server.caFile }, maxBuffer: MOST_OUTPUT },
  );
  if (stdout.split('\ndn: ').length < entries) throw new Error('ldapsearch did not read all');
}

async function timed(work: () => Promise<void>): Promise<number> {
  globalThis.gc?.();
  const start = performance.now();
  await work();
  return performance.now() - start;
}
