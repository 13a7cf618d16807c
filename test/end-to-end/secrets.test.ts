// Marked secrets and personal data, planted wherever a source, an operator or a caller can put them, and every way to fail
// that we know of: no log line, no error answer, no receipt, no access log and no licence check holds a mark.
import { mkdirSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { describeError } from '../../lib/errors.ts';
import { DECLARATIONS, databaseOf, parseSources, settingsOrThrow } from '../../lib/settings/index.ts';
import { openStore } from '../../lib/store/index.ts';
import { FAULT_RESULT } from '../../local/fleet/active-directory/faults.ts';
import { type Closable, httpsServer } from '../net/servers.ts';
import type { Source } from './answers.ts';
import { CollectorHere } from './collector-here.ts';
import { type CollectorProcess, eventually } from './collector-process.ts';
import { Company } from './company.ts';
import { HOSTILE } from './hostile-graph.ts';
import { leaks } from './personal-data.ts';

const MARK = 'zyxwmark';
/** Numbers that stand for nobody else's. */
const PHONE = '+4915199988877';
const IMEI = '359999888777666';
const MARKS = [MARK, '15199988877', IMEI];
const PERSON = {
  displayName: `${MARK} Müller`,
  mail: `${MARK}@mail.example`,
  givenName: MARK,
  surname: MARK,
  mobilePhone: PHONE,
  jobTitle: MARK,
};

describe('marked secrets and personal data', () => {
  let company: Company;
  let lens: CollectorProcess;
  /** One for each way to answer. */
  let hostile: Closable[];
  let names: readonly string[];
  let misled: CollectorHere;
  let temporary: string;
  /** What the API answered to requests that failed, headers included, and what it says of health and sources. */
  const answered: string[] = [];

  beforeAll(async () => {
    company = await Company.start({ users: 12, devices: 12 });
    hostile = await Promise.all(
      HOSTILE.map((answer) =>
        httpsServer(company.fleet.authority, (request, response) => {
          request.resume();
          answer(response, MARK);
        }),
      ),
    );
    const { estate } = company.fleet;
    for (const person of estate.people.slice(0, 5)) if (person) estate.updateUser(person.id, PERSON);
    for (const device of estate.devices.slice(0, 5))
      estate.updateDevice(device.id, {
        name: `${MARK}'s iPhone`,
        notes: MARK,
        overrides: { imei: IMEI, serialNumber: MARK, phoneNumber: PHONE },
      });
    const sources = hostile.flatMap(({ port }, i) => {
      const url = `https://127.0.0.1:${port}`;
      return [
        company.source('intune', { name: `hostile-${i}`, graphUrl: url }),
        company.source('intune', { name: `refusing-${i}`, authorityHost: url, tenantId: MARK, clientId: MARK }),
      ];
    });
    company.writeSources(...sources);
    names = sources.map(({ name }) => String(name));
    misled = await CollectorHere.open(company, 'misled');
    company.writeSources(company.source('intune'), company.source('active-directory'));
    temporary = join(company.folder, 'tmp');
    mkdirSync(temporary);
    const environment = {
      LICENSE_URL: `${company.fleet.license.url}/${MARK}`,
      LICENSE_CA_FILE: `${company.folder}/ca.pem`,
      LICENSE_SCHEDULE: '* * * * * *',
      TMPDIR: temporary,
    };
    lens = await company.collector({ environment });
    await lens.firstPolls('intune', 'directory');
  });
  afterAll(async () => {
    await misled?.close();
    await company?.close();
    for (const one of hostile ?? []) await one.close();
  });

  const marksIn = (texts: readonly string[]): string[] =>
    texts.filter((text) => MARKS.some((mark) => text.toLowerCase().includes(mark)));
  async function ask(path: string, init: RequestInit & { headers?: Record<string, string> } = {}): Promise<number> {
    const response = await lens.request(path, init);
    const body = await response.text();
    if (!response.ok || /^(sources|health)/.test(path))
      answered.push(`${response.status} ${JSON.stringify([...response.headers])} ${body}`);
    return response.status;
  }

  it('are there: the API shows them to those who may read them', async () => {
    expect((await lens.list('users')).filter(({ displayName }) => displayName === PERSON.displayName)).toHaveLength(5);
    expect(marksIn([JSON.stringify(await lens.list('devices'))])).toHaveLength(1);
  });

  it('that a source puts into its errors', async () => {
    const polled: Source[] = [];
    for (const name of names) polled.push(await misled.poll(name));
    // What they answer is never taken for whole.
    expect(polled.filter(({ lastPoll }) => lastPoll?.outcome === 'complete')).toEqual([]);
    answered.push(JSON.stringify(polled));
    const { 'active-directory': directory } = company.fleet.systems;
    const text = `80090308: LdapErr: ${MARK}, data 52e, CN=${MARK}`;
    const faults = ['busy', 'operations-error', 'cookie-refused', 'referral', 'invalid-credentials'] as const;
    // A secret that is refused is not tried again: the last fault alone may refuse it.
    const operationsOf = (fault: (typeof faults)[number]): readonly ('search' | 'bind')[] =>
      fault === 'cookie-refused' ? ['search'] : fault === 'invalid-credentials' ? ['bind'] : ['search', 'bind'];
    for (const fault of faults) {
      const result = FAULT_RESULT[fault];
      if (result)
        Object.assign(result, { message: text, ...(result.referral ? { referral: `ldap://${MARK}/CN=${MARK}` } : {}) });
      for (const operation of operationsOf(fault)) {
        directory.faults.set({ fault, operation, ...(fault === 'busy' ? { count: 1 } : {}) });
        directory.controller.failOver();
        await lens.poll('directory');
        directory.faults.clear();
      }
    }
    await ask('sources/directory');
  });

  it('that a caller puts into requests', async () => {
    const document = z.object({ paths: z.record(z.string(), z.record(z.string(), z.unknown())) });
    const { paths } = await lens.get(document, 'openapi.json');
    const value = encodeURIComponent(`${MARK}@mail.example`);
    const queries = [
      'cursor',
      'sort',
      'fields',
      'limit',
      'format',
      'displayName.lt',
      'id',
      'platform.in',
      'lastSeenAt.gt',
      'imei.like',
    ];
    const statuses = new Set<number>();
    for (const path of Object.keys(paths)) {
      const route = path.replace(/^\/(api\/)?/, '');
      const marked = route.replace(/\{\w+\}/g, value);
      for (const query of queries) statuses.add(await ask(`${route.replace(/\{\w+\}/g, '1')}?${query}=${value}`));
      for (const method of ['GET', 'POST', 'DELETE']) statuses.add(await ask(marked, { method }));
      statuses.add(await ask(marked, { headers: { 'x-purpose': MARK, 'x-functions-key': MARK } }));
      statuses.add(await ask(marked, { headers: { 'x-purpose': MARK } }));
    }
    for (const body of [`{"q":"${MARK}`, `["${MARK}"]`, `{"q":["${MARK}"]}`, `{"q":"${MARK}","limit":"${MARK}"}`, MARK])
      statuses.add(await ask('search', { method: 'POST', body, headers: { 'content-type': 'application/json' } }));
    statuses.add(await ask('search', { method: 'POST', body: MARK, headers: { 'content-type': `text/${MARK}` } }));
    for (const path of [`${MARK}`, `users/${MARK}/${MARK}`, `users/%zz${MARK}`, `../${MARK}`])
      statuses.add(await ask(path));
    for (const status of [400, 401, 404, 415]) expect([...statuses]).toContain(status);
    // What an operator can mend is no fault of a shipper: a push to a source that there is not may be sent again.
    expect([...statuses].filter((status) => status >= 500 && status !== 503)).toEqual([]);
  });

  it('that an operator puts into settings and the sources file', async () => {
    const wrong = Object.fromEntries(Object.keys(DECLARATIONS).map((name) => [name, `${MARK} ${PHONE}`]));
    const databases = {
      'has its secret in it': `Server=127.0.0.1;User Id=${MARK};Password=${MARK}`,
      'is away': company.secret('connection'),
      'is in no folder': `sqlite:${company.folder}/ca.pem/${MARK}.db`,
    };
    writeFileSync(
      join(company.folder, 'secrets/connection'),
      `Server=127.0.0.1,1;Database=${MARK};User Id=${MARK};Password=${MARK};Connection Timeout=1`,
    );
    const environments = [
      wrong,
      ...Object.values(databases).map((DATABASE) => ({ DATABASE })),
      { AUDIT_KEY: `file:/${MARK}`, LICENSE_URL: `https://${MARK}:${MARK}@x.example` },
    ];
    // What is said of a start that failed: in the log, and in the answers of health and of every request.
    for (const environment of environments) {
      const start = async (): Promise<void> => {
        const database = databaseOf(settingsOrThrow({ ...company.environment('broken'), ...environment }));
        await (await openStore({ database })).close();
      };
      answered.push(JSON.stringify(await start().then(() => expect(environment).toBe('refused'), describeError)));
    }
    for (const text of [
      `{ "sources": [ { "name": "x", "password": "${MARK}" `,
      JSON.stringify({ sources: [MARK, { name: `${MARK} ${MARK}`, type: `${MARK} ${MARK}` }] }),
    ])
      answered.push(JSON.stringify(parseSources(text)));
    company.writeSources(
      company.source('active-directory', {
        password: MARK,
        url: `ldap://${MARK}:${MARK}@x/`,
        bindDn: MARK,
        filter: `(${MARK}`,
        schedule: MARK,
        caFile: `/${MARK}`,
      }),
      company.source('intune', {
        clientSecret: MARK,
        graphUrl: `http://${MARK}`,
        profile: MARK,
        phoneNumbers: MARK,
        timeBudgetSeconds: MARK,
        proxy: `socks://${MARK}:${MARK}@x`,
      }),
      company.source('active-directory', {
        name: 'absent',
        password: `file:${company.folder}/${MARK}`,
        caFile: `/${MARK}`,
      }),
      company.source('intune', { name: 'key-file', clientSecret: undefined, certificateFile: `/${MARK}.pem` }),
    );
    const wronged = await CollectorHere.open(company, 'wronged');
    for (const name of ['absent', 'key-file']) expect((await wronged.poll(name)).lastPoll?.errorCode).not.toBeNull();
    for (const name of ['intune', 'directory', 'absent', 'key-file'])
      answered.push(JSON.stringify(await wronged.source(name)));
    await wronged.close();
  });

  it('are nowhere where they must not be', async () => {
    const { rows } = await company.store();
    const kept = await Promise.all(
      ['poll_run', 'access_log', 'license_exchange', 'collector', 'setting', 'statistic', 'deletion_hold'].map(
        (table) => rows.selectFrom(table).selectAll().execute(),
      ),
    );
    // The store has been read: each of these tables holds something.
    expect(kept.slice(0, 5).map((table) => table.length > 0)).toEqual([true, true, true, true, true]);
    const sent = company.fleet.license.received.map(({ headers, body }) => `${JSON.stringify(headers)} ${body}`);
    expect(sent.length).toBeGreaterThan(0);
    const places = {
      log: company.output,
      answers: answered,
      tables: kept.flat().map((row) => JSON.stringify(row)),
      licence: sent,
    };
    expect(
      Object.entries(places).flatMap(([place, texts]) => marksIn(texts).map((text) => `${place}: ${text}`)),
    ).toEqual([]);
    for (const texts of Object.values(places)) expect(texts.length).toBeGreaterThan(0);
    expect(leaks(company.fleet, company.output, company.secrets)).toEqual([]);
  });

  it('lie in no file but the database: nothing is left in the temporary folder, after kill -9 neither, or below the app', async () => {
    company.writeSources(company.source('intune'));
    const written = (folder: string): string[] =>
      readdirSync(folder, { recursive: true, encoding: 'utf8' })
        .filter((name) => !name.startsWith('node_modules'))
        .map((name) => `${name} ${statSync(join(folder, name)).mtimeMs}`)
        .sort();
    const before = written(company.appRoot);
    expect(readdirSync(temporary)).toEqual([]);
    const { intune: graph } = company.fleet.systems;
    const reader = await company.collector({ database: 'killed', environment: { TMPDIR: temporary } });
    await reader.firstPolls('intune');
    // Headers do not come: the file is there meanwhile.
    graph.blobFaults.set({ fault: 'stall' });
    expect((await reader.post('sources/intune/poll')).status).toBe(202);
    await eventually(
      'it downloads the report into a file',
      async () => (reader.openFiles(temporary) ?? 1) > 0 || undefined,
    );
    await reader.kill();
    graph.blobFaults.clear();
    expect(readdirSync(temporary)).toEqual([]);
    expect(written(company.appRoot)).toEqual(before);
  });
});
