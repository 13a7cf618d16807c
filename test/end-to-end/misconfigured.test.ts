// What an operator sees who made a mistake.
import { chmodSync, readFileSync, realpathSync, writeFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { sources } from './answers.ts';
import type { CollectorProcess } from './collector-process.ts';
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

  it('in a source, in a secret, in the environment: the others are polled, and /api/sources says what is wrong', async () => {
    writeFileSync(`${company.folder}/secrets/wrong`, 'a-wrong-password');
    for (const [path, mode] of [
      ['', 0o755],
      ['/secrets', 0o755],
      ['/secrets/wrong', 0o644],
    ] as const)
      chmodSync(company.folder + path, mode);
    company.writeSources(
      company.source('intune'),
      company.source('active-directory', { url: 'http://directory', password: 'in-the-clear-text', pagesize: 5 }),
      company.source('active-directory', { name: 'locked', password: company.secret('wrong') }),
      company.source('active-directory', { name: 'unnamed' }),
    );
    const environment = {
      COLLECTOR_SOURCES: 'intune,directory,locked,directry',
      NODE_TLS_REJECT_UNAUTHORIZED: '0',
      RETENTON_DAYS: '7',
    };
    const lens = await company.collector({ environment });
    await lens.firstPolls('intune', 'locked');
    expect(await health(lens)).toEqual([200, { status: 'ready' }]);
    const { items, problems, warnings } = await lens.get(sources, 'sources');
    expect(items.map(({ name, state }) => [name, state])).toEqual([
      ['directory', 'misconfigured'],
      ['intune', 'ok'],
      ['locked', 'failing'],
      ['unnamed', 'elsewhere'],
    ]);
    const [wrong, , locked] = items;
    for (const key of ['url', 'password', 'pagesize']) expect(wrong?.problems.join('\n')).toContain(key);
    expect(JSON.stringify(items) + lens.log.join('\n')).not.toContain('in-the-clear-text');
    expect([locked?.lastPoll?.errorCode, locked?.lastPoll?.hint]).toEqual([
      'ldap-49',
      expect.stringMatching(/secret|bindDn/),
    ]);
    expect(problems).toEqual([expect.stringContaining('directry')]);
    await lens.line(/COLLECTOR_SOURCES names directry/);
    expect(warnings).toContainEqual(expect.stringMatching(/^NODE_TLS_REJECT_UNAUTHORIZED=0 is set, and ignored/));
    await lens.line(/NODE_TLS_REJECT_UNAUTHORIZED=0 is set, and ignored/);
    expect(warnings).toContainEqual(expect.stringMatching(/^RETENTON_DAYS is set.* RETENTION_DAYS is one/));
    const open = `the file of password of locked: ${realpathSync(`${company.folder}/secrets/wrong`)}.`;
    expect(warnings.filter((line) => line.startsWith('Every account'))).toEqual([expect.stringContaining(open)]);
    await lens.line(/Every account of this machine can read the file of password of locked/);
    for (const name of ['directory', 'unnamed']) expect((await lens.post(`sources/${name}/poll`)).status).toBe(409);
    expect(lens.log.filter((line) => /^poll begins source=(directory|unnamed)/.test(line))).toEqual([]);

    // Wrong tries lock accounts: one that an operator asks for, and no other, whatever asks, and whatever restarts.
    expect((await lens.poll('locked')).signIn).toMatchObject({ tries: 2 });
    expect((await lens.post('sources/locked/poll')).status).toBe(409);
    await lens.stop();
    const { write, db } = await company.store();
    const set = (state: { next_poll_at?: null; sign_in?: string }) =>
      write((tx) => tx.db.updateTable('source_state').set(state).where('source', '=', 'locked').execute());
    await set({ next_poll_at: null });
    const again = await company.collector({ environment });
    await again.line(/refused the last sign-in: it is asked again at nextTryAt.* source=locked/);
    expect((await again.post('sources/locked/poll')).status).toBe(409);
    const tries = [...lens.log, ...again.log].filter((line) => line.startsWith('poll begins source=locked'));
    expect(tries).toHaveLength(2);
    // The right secret is taken at once, as soon as half an hour has passed since the first of the two.
    const refused = await db.selectFrom('source_state').select('sign_in').where('source', '=', 'locked').execute();
    const { tries: at, ...others } = JSON.parse(refused[0]?.sign_in ?? '{}');
    const earlier = JSON.stringify({ ...others, tries: at.map((time: number) => time - 1_800_000) });
    await set({ sign_in: earlier });
    const right = String(company.source('active-directory').password).replace('file:', '');
    writeFileSync(`${company.folder}/secrets/wrong`, readFileSync(right));
    expect(await again.poll('locked')).toMatchObject({ state: 'ok', signIn: null });
  });

  it('in the sources file as a whole: it is not ready, and the API answers, and says where', async () => {
    writeFileSync(`${company.folder}/sources.json`, '{\n  "sources": [,]\n}');
    const lens = await company.collector({ database: 'whole' });
    expect(await health(lens)).toEqual([503, { status: 'failed', code: 'sources-file' }]);
    const where = /not JSON \(line 2 column 15\).*\/sources\.json/;
    await lens.line(where);
    const { items, problems } = await lens.get(sources, 'sources');
    expect([items, problems]).toEqual([[], [expect.stringMatching(where)]]);
  });

  it('puts no personal datum and no secret into the log', () => {
    const secrets = [...company.secrets, 'a-wrong-password'];
    expect(leaks(company.fleet, company.output, secrets)).toEqual([]);
  });
});
