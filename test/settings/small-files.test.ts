// What settings name may be anything: a FIFO, a device, a folder, a file of terabytes. Each is refused, and none waited for:
// another process reads them, since one that waits for a FIFO never comes back.
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { SecretReference } from '../../lib/secrets.ts';
import { CONFIG_BYTES, readSmallFile, SECRET_BYTES } from '../../lib/small-file.ts';

const folder = mkdtempSync(join(tmpdir(), 'emm-lens-files-'));
const at = (name: string): string => join(folder, name);

beforeAll(() => {
  execFileSync('mkfifo', [at('fifo')]);
  writeFileSync(at('secret'), 'x'.repeat(SECRET_BYTES));
  for (const [name, bytes] of Object.entries({ huge: 2 ** 40, larger: CONFIG_BYTES + 1 })) {
    writeFileSync(at(name), 'x');
    truncateSync(at(name), bytes);
  }
  writeFileSync(at('text'), 'Größe\n');
  symlinkSync(at('text'), at('link'));
});
afterAll(() => rmSync(folder, { recursive: true }));

/** As an operator may misconfigure them; the last two are regular files to the system. */
const WRONG = ['/dev/zero', '/dev/tty', '/proc/kmsg', ...['fifo', '.', 'huge', 'absent'].map(at)];

/** What another process says of each reading: a code, or `read`. */
function outcomes(script: string): Readonly<Record<string, string>> {
  const { stdout, stderr, status } = spawnSync(
    process.execPath,
    ['--input-type=module', '--eval', script, JSON.stringify([WRONG, folder])],
    { encoding: 'utf8', timeout: 60_000, killSignal: 'SIGKILL', cwd: process.cwd() },
  );
  if (status !== 0) throw new Error(`${status} ${stderr}`);
  return z.record(z.string(), z.string()).parse(JSON.parse(stdout));
}

const HARNESS = `
  const [wrong, folder] = JSON.parse(process.argv.at(-1));
  const said = {};
  const look = async (path, use) => {
    try { await use(); said[path] = 'read'; } catch (error) { said[path] = error.code ?? error.name; }
  };
`;

describe('a file that a setting names', () => {
  it('is text, however it is linked', () => {
    expect(readSmallFile(at('link'), 8)).toBe('Größe\n');
    expect(() => readSmallFile(at('link'), 7)).toThrow(RangeError);
  });

  it('is a secret up to 64 kB, and configuration up to 1 MB', () => {
    expect(new SecretReference(`file:${at('secret')}`).read()).toHaveLength(SECRET_BYTES);
    expect(() => new SecretReference(`file:${at('larger')}`).read()).toThrow(
      expect.objectContaining({ code: 'secret-missing', message: expect.stringContaining('64 kB') }),
    );
    expect(readSmallFile(at('secret'), CONFIG_BYTES)).toHaveLength(SECRET_BYTES);
    expect(() => readSmallFile(at('larger'), CONFIG_BYTES)).toThrow(RangeError);
  });

  it.each([
    [
      'a secret',
      'secret-missing',
      `import { SecretReference } from './lib/secrets.ts'; ${HARNESS}
       for (const path of wrong) await look(path, () => new SecretReference('file:' + path).read());`,
    ],
    [
      'the CA file of a source',
      'ca-file',
      `import { createAgent } from './lib/net/tls.ts'; ${HARNESS}
       for (const caFile of wrong) await look(caFile, () => createAgent({ caFile, connectMs: 1 }));`,
    ],
    [
      'the CA file of a directory',
      'ca-file',
      `import { openTransport } from './lib/sources/active-directory/transport.ts'; ${HARNESS}
       const config = { url: 'ldaps://127.0.0.1:1', connectTimeoutSeconds: 1 };
       for (const caFile of wrong) await look(caFile, () => openTransport({ ...config, caFile }, AbortSignal.timeout(1000)));`,
    ],
    [
      'the CA file of the database',
      'database-ca',
      `import { mssqlConfig } from './lib/store/mssql/connection-string.ts'; ${HARNESS}
       for (const path of wrong) await look(path, () => mssqlConfig('Server=127.0.0.1;User Id=a;Password=b', path));`,
    ],
    [
      'the certificate of a source',
      'certificate-file',
      `import { issueToken } from './lib/sources/graph/token.ts'; ${HARNESS}
       const config = { tenantId: 'contoso.example', clientId: 'c', cloud: 'usgov' };
       const http = { json: () => Promise.reject(new RangeError()) };
       for (const certificateFile of wrong)
         await look(certificateFile, () => issueToken({ ...config, certificateFile }, http));`,
    ],
  ])('is refused as %s by its kind and size, and never waited for', (_, code, script) => {
    expect(outcomes(`${script} console.log(JSON.stringify(said));`)).toEqual(
      Object.fromEntries(WRONG.map((path) => [path, code])),
    );
  });

  it('is refused as the sources file, which is told', () => {
    const script = `import { readSources } from './lib/settings/index.ts'; ${HARNESS}
      for (const path of wrong) said[path] = readSources(path).problems.join();
      console.log(JSON.stringify(said));`;
    expect(Object.values(outcomes(script))).toEqual(
      WRONG.map(() => expect.stringContaining('SOURCES_FILE cannot be read')),
    );
  });

  it('is refused as the embedded database where it is none', () => {
    const script = `import { openSqlite } from './lib/store/sqlite/engine.ts'; ${HARNESS}
      for (const path of ['/dev/zero', '/dev/tty', folder + '/fifo', folder]) await look(path, () => openSqlite(path));
      console.log(JSON.stringify(said));`;
    expect(Object.values(outcomes(script))).toEqual(Array(4).fill('cannot-open'));
  });
});
