// What an operator sees who made a mistake.
import { closeSync, mkdirSync, openSync, readFileSync, statSync, writeFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { sources } from './answers.ts';
import { type CollectorProcess, eventually } from './collector-process.ts';
import { Company } from './company.ts';
import { leaks } from './personal-data.ts';

describe('a mistake in the configuration', () => {
  let company: Company;
  beforeAll(async () => {
    company = await Company.start({ users: 5, devices: 5 });
  });
  afterAll(async () => company?.close());

  const health = async (lens: CollectorProcess) => {
    const response = await fetch(`${lens.url}/api/health`);
    return [response.status, await response.json()];
  };

  it('in the settings: health answers 503, and the log lists every mistake at once', async () => {
    const environment = {
      AUDIT_KEY: undefined,
      PHONE_KEY: 'in-the-clear-text',
      POLL_SCHEDULE: '* * *',
      LICENSE_URL: 'http://x',
    };
    const lens = await company.collector({ environment });
    expect(await health(lens)).toEqual([503, { status: 'failed', code: 'settings' }]);
    const told = await lens.line(/AUDIT_KEY/);
    for (const name of ['AUDIT_KEY is missing', 'PHONE_KEY', 'POLL_SCHEDULE', 'LICENSE_URL'])
      expect(told).toContain(name);
    expect(told).not.toContain('DATABASE');
    expect(told.match(/Example: /g)).toHaveLength(4);
    expect(lens.log.join('\n')).not.toContain('in-the-clear-text');
    expect((await lens.request('devices')).status).toBe(503);
    expect(await lens.stop()).toBe(0);
  });

  it('in one source: the other is polled, and /api/sources says what is wrong with the one', async () => {
    const wrong = company.source('active-directory', {
      url: 'http://directory',
      password: 'in-the-clear-text',
      pagesize: 5,
    });
    company.writeSources(company.source('intune'), wrong);
    const lens = await company.collector();
    await lens.firstPolls('intune');
    expect(await health(lens)).toEqual([200, { status: 'ready' }]);
    const { items } = await lens.get(sources, 'sources');
    expect(items.map(({ name, state }) => [name, state])).toEqual([
      ['directory', 'misconfigured'],
      ['intune', 'ok'],
    ]);
    const problems = items[0]?.problems.join('\n') ?? '';
    for (const key of ['url', 'password', 'pagesize']) expect(problems).toContain(key);
    expect(problems + lens.log.join('\n')).not.toContain('in-the-clear-text');
    expect((await lens.post('sources/directory/poll')).status).toBe(409);
    company.writeSources(company.source('intune'), company.source('active-directory'));
  });

  it('in the sources file as a whole: the API answers, and says so', async () => {
    writeFileSync(`${company.folder}/sources.json`, '{ "sources": [');
    const lens = await company.collector({ database: 'whole' });
    const { items, problems } = await lens.get(sources, 'sources');
    expect([items, problems]).toEqual([[], [expect.stringMatching(/not JSON/)]]);
    company.writeSources(company.source('intune'), company.source('active-directory'));
  });

  it('in the secret of a source: its poll fails with a code and a hint', async () => {
    writeFileSync(`${company.folder}/secrets/wrong`, 'a-wrong-password');
    company.writeSources(
      company.source('intune'),
      company.source('active-directory', { password: company.secret('wrong') }),
    );
    const lens = await company.collector({ database: 'wrong-secret' });
    const [directory] = await lens.firstPolls('directory');
    expect([directory?.state, directory?.lastPoll?.errorCode]).toEqual(['failing', 'ldap-49']);
    expect(directory?.lastPoll?.hint).toMatch(/secret|bindDn/);
    company.writeSources(company.source('intune'), company.source('active-directory'));
  });

  it('in the environment: a source that there is not, and certificates that need no check, are told', async () => {
    const environment = { COLLECTOR_SOURCES: 'intune,directry', NODE_TLS_REJECT_UNAUTHORIZED: '0' };
    const lens = await company.collector({ database: 'misspelt', environment });
    const { items, problems, warnings } = await lens.get(sources, 'sources');
    expect(warnings).toContainEqual(expect.stringMatching(/^NODE_TLS_REJECT_UNAUTHORIZED=0 is set, and ignored/));
    await lens.line(/NODE_TLS_REJECT_UNAUTHORIZED=0 is set, and ignored/);
    expect(problems).toEqual([expect.stringContaining('directry')]);
    expect(items.map(({ name, state }) => [name, state])).toContainEqual(['directory', 'elsewhere']);
    await lens.line(/COLLECTOR_SOURCES names directry/);
  });

  describe('at the database', () => {
    const refused = async (database: string, code: string): Promise<void> => {
      const lens = await company.collector({ database });
      const [status, body] = await eventually('health answers', async () => health(lens));
      expect([status, body]).toEqual([503, { status: 'failed', code }]);
      expect(await lens.line(new RegExp(`\\b${code}\\b`))).toMatch(/database/);
      for (let probe = 0; probe < 20; probe += 1) expect((await lens.request('devices')).status).toBe(503);
      // Every probe opens it anew: none may leave it open.
      expect(lens.openFiles(company.databaseFile(database)) ?? 0).toBe(0);
      expect(await lens.stop()).toBe(0);
    };

    it('a damaged file is told, and not made anew', async () => {
      const file = company.databaseFile('damaged');
      writeFileSync(file, `not a database: ${'x'.repeat(8_192)}`);
      const before = readFileSync(file);
      await refused('damaged', 'corrupt');
      expect(readFileSync(file).equals(before)).toBe(true);
    });

    it('a page that is damaged is told at the start, not by the poll that meets it', async () => {
      const first = await company.collector({ database: 'page' });
      await first.firstPolls('intune', 'directory');
      await first.stop();
      const content = readFileSync(company.databaseFile('page'));
      const middle = Math.floor(content.length / 2 / 4096) * 4096;
      content.fill(0xa5, middle, middle + 4096);
      writeFileSync(company.databaseFile('page'), content);
      await refused('page', 'corrupt');
      expect(readFileSync(company.databaseFile('page')).equals(content)).toBe(true);
    });

    it('a log without its file is told, and kept', async () => {
      writeFileSync(`${company.databaseFile('log')}-wal`, 'what was not in the file yet');
      await refused('log', 'corrupt');
      expect(readFileSync(`${company.databaseFile('log')}-wal`, 'utf8')).toBe('what was not in the file yet');
    });

    it('a file that may not be written is told', async () => {
      const first = await company.collector({ database: 'read-only' });
      await first.firstPolls('intune', 'directory');
      await first.stop();
      // A version of the format that only readers know (https://sqlite.org/fileformat.html#file_format_version_numbers);
      // file modes do not keep root out.
      const file = openSync(company.databaseFile('read-only'), 'r+');
      writeSync(file, Buffer.from([3]), 0, 1, 18);
      closeSync(file);
      await refused('read-only', 'read-only');
    });

    it('a schema of a newer version is told, and left alone', async () => {
      const first = await company.collector({ database: 'newer' });
      await first.firstPolls('intune', 'directory');
      await first.stop();
      {
        using database = new DatabaseSync(company.databaseFile('newer'));
        const columns = database.prepare('SELECT * FROM schema_version ORDER BY version DESC').get() ?? {};
        const row = { ...columns, version: 9_999 };
        database
          .prepare(`INSERT INTO schema_version (${Object.keys(row)}) VALUES (${Object.keys(row).map(() => '?')})`)
          .run(...Object.values(row));
      }
      await refused('newer', 'schema-newer');
    });

    it('a folder that cannot be made is told', async () => {
      writeFileSync(join(company.folder, 'file'), '');
      await refused('file/below', 'cannot-open');
    });

    it('a folder in its place is told', async () => {
      mkdirSync(company.databaseFile('folder'));
      await refused('folder', 'cannot-open');
      expect(statSync(company.databaseFile('folder')).isDirectory()).toBe(true);
    });
  });

  it('puts no personal datum and no secret into the log', () => {
    const secrets = [...company.secrets, 'a-wrong-password'];
    expect(leaks(company.fleet, company.output, secrets)).toEqual([]);
  });
});
