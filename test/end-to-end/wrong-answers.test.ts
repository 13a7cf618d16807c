// Sources that answer wrongly: nothing is removed, /api/sources says what is wrong, and the next good poll catches up.
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import type { FaultRule } from '../../local/fleet/http/faults.ts';
import type { LdapFaultRule } from '../../local/fleet/ldap/faults.ts';
import type { CollectorProcess } from './collector-process.ts';
import { Company } from './company.ts';
import { leaks } from './personal-data.ts';

const DEVICES = /managedDevices$/;
const USERS = /\/users\/delta$/;
const API = /^\/(v1\.0|beta)\//;

interface Case<Rule> {
  readonly what: string;
  readonly rule: Rule;
  /** State of the source after the poll. */
  readonly state: 'failing' | 'held' | 'ok';
  readonly code: string | null;
}

describe('a source that answers wrongly', () => {
  let company: Company;
  let lens: CollectorProcess;
  beforeAll(async () => {
    company = await Company.start({ users: 40, devices: 30 });
    company.writeSources(company.intune(), company.directory({ operationTimeoutSeconds: 2 }));
    lens = await company.collector();
    await lens.firstPolls('intune', 'directory');
  });
  afterEach(() => {
    company.fleet.graph.faults.clear();
    company.fleet.directory.faults.clear();
  });
  afterAll(async () => company?.close());

  const idsOf = async (list: string): Promise<unknown[]> => (await lens.list(list)).map(({ id }) => id);

  it.each<Case<FaultRule>>([
    { what: 'a login page as 200', rule: { fault: 'login-page', path: API }, state: 'failing', code: 'not-json' },
    {
      what: 'a redirect to a login page',
      rule: { fault: 'login-redirect', path: API },
      state: 'failing',
      code: 'http-302',
    },
    { what: 'an empty list of devices', rule: { fault: 'empty-list', path: DEVICES }, state: 'held', code: null },
    { what: 'truncated JSON', rule: { fault: 'truncated-json', path: DEVICES }, state: 'failing', code: 'not-json' },
    { what: 'an empty body', rule: { fault: 'empty-body', path: API }, state: 'failing', code: 'not-json' },
    { what: 'another shape', rule: { fault: 'wrong-shape', path: API }, state: 'failing', code: 'wrong-shape' },
    { what: '401', rule: { fault: 'unauthorized', path: API }, state: 'failing', code: 'http-401' },
    { what: '403 for devices', rule: { fault: 'forbidden', path: DEVICES }, state: 'failing', code: 'http-403' },
    {
      what: '429 without Retry-After',
      rule: { fault: 'throttled', retryAfter: 'none', count: 2 },
      state: 'ok',
      code: null,
    },
    {
      what: 'a link to elsewhere',
      rule: { fault: 'foreign-next-link', path: DEVICES },
      state: 'failing',
      code: 'foreign-link',
    },
    {
      what: 'a link to elsewhere among users',
      rule: { fault: 'foreign-next-link', path: USERS },
      state: 'failing',
      code: 'foreign-link',
    },
    {
      what: 'fewer devices than counted',
      rule: { fault: 'short-page', path: DEVICES },
      state: 'failing',
      code: 'incomplete',
    },
    {
      what: 'a connection that is reset in the body',
      rule: { fault: 'reset-mid-body', path: DEVICES, count: 1 },
      state: 'ok',
      code: null,
    },
  ])('Graph: $what removes nothing', async ({ rule, state, code }) => {
    const { estate, graph } = company.fleet;
    const [users, devices] = [await idsOf('users'), await idsOf('devices')];
    const [gone] = estate.devices;
    if (!gone) throw new RangeError('no devices');
    graph.faults.set(rule);
    const answered = await lens.poll('intune');
    expect(graph.faults.count).toBeGreaterThan(0);
    graph.faults.clear();
    expect([answered.state, answered.lastPoll?.errorCode]).toEqual([state, code]);
    expect(answered.lastPoll?.rowsRemoved).toBe(0);
    if (code !== null) expect(answered.lastPoll?.hint).toMatch(/\w{3}/);
    expect(await idsOf('users')).toEqual(users);
    expect(await idsOf('devices')).toEqual(devices);

    estate.removeDevice(gone.id);
    estate.enrol();
    estate.addUser();
    const caughtUp = await lens.poll('intune');
    expect([caughtUp.state, caughtUp.lastPoll?.errorCode]).toEqual(['ok', null]);
    const listed = (await lens.list('devices')).map(({ externalId }) => externalId).sort();
    expect(listed).toEqual(estate.devices.map(({ id }) => id).sort());
    const inEntra = estate.people.filter((person) => person && person.origin !== 'directory').length;
    expect(caughtUp.datasets.emm_user?.rows).toBe(inEntra);
  });

  it.each<Case<LdapFaultRule>>([
    {
      what: 'a cookie refused in the middle',
      rule: { fault: 'cookie-refused', continued: true, after: 1 },
      state: 'failing',
      code: 'ldap-53',
    },
    { what: 'sizeLimitExceeded', rule: { fault: 'size-limit', continued: true }, state: 'failing', code: 'ldap-4' },
    { what: 'short pages that do not say so', rule: { fault: 'short-page', base: /^DC=/i }, state: 'held', code: null },
    { what: 'busy for a moment', rule: { fault: 'busy', continued: true, count: 1 }, state: 'ok', code: null },
    {
      what: 'a connection that is cut',
      rule: { fault: 'cut', continued: true, after: 1 },
      state: 'failing',
      code: 'reset',
    },
    {
      what: 'a wrong password',
      rule: { fault: 'invalid-credentials', operation: 'bind' },
      state: 'failing',
      code: 'ldap-49',
    },
    { what: 'no LDAP at all', rule: { fault: 'not-ldap', continued: true }, state: 'failing', code: 'timeout' },
    {
      what: 'an empty page with a cookie',
      rule: { fault: 'empty-page', continued: true, count: 1 },
      state: 'ok',
      code: null,
    },
    { what: 'a referral', rule: { fault: 'referral', base: /^DC=/i }, state: 'failing', code: 'ldap-10' },
  ])('LDAP: $what removes nothing', async ({ rule, state, code }) => {
    const { estate, directory } = company.fleet;
    // Another controller answers: the directory is read in full, page by page.
    directory.controller.failOver();
    const users = await idsOf('users');
    directory.faults.set(rule);
    const answered = await lens.poll('directory');
    expect(directory.faults.count).toBeGreaterThan(0);
    directory.faults.clear();
    expect([answered.state, answered.lastPoll?.errorCode]).toEqual([state, code]);
    expect(answered.lastPoll?.datasets.directory_user?.removed ?? 0).toBe(0);
    expect(await idsOf('users')).toEqual(users);

    const joined = estate.addUser();
    directory.controller.failOver();
    const caughtUp = await lens.poll('directory');
    expect([caughtUp.state, caughtUp.lastPoll?.errorCode, caughtUp.datasets.directory_user?.absent]).toEqual([
      'ok',
      null,
      0,
    ]);
    const listed = await lens.list('users');
    expect(listed.map(({ userPrincipalName }) => userPrincipalName)).toContain(joined.userPrincipalName);
  });

  it('leaves no personal datum, address or secret in the log', () => {
    expect(leaks(company.fleet, company.output, Object.values(company.secrets))).toEqual([]);
  });
});
