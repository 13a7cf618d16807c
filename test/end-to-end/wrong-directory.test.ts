// A directory that answers wrongly: nothing is removed, /api/sources says what is wrong, and the next good poll catches up.
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import type { TransportFault } from '../../local/fleet/http/listener.ts';
import type { LdapFaultRule } from '../../local/fleet/ldap/faults.ts';
import type { Source } from './answers.ts';
import type { CollectorProcess } from './collector-process.ts';
import { Company } from './company.ts';
import { leaks } from './personal-data.ts';

const DOMAIN = /^DC=/i;

/** What happens, by which rule, and the state of the source after the poll with its code. */
type Case = readonly [what: string, rule: LdapFaultRule, state: 'failing' | 'held' | 'ok', code: string | null];

const CASES: readonly Case[] = [
  ['a cookie refused in the middle', { fault: 'cookie-refused', continued: true, after: 1 }, 'failing', 'ldap-53'],
  ['sizeLimitExceeded', { fault: 'size-limit', continued: true }, 'failing', 'ldap-4'],
  ['timeLimitExceeded', { fault: 'time-limit', continued: true }, 'failing', 'ldap-3'],
  ['short pages that do not say so', { fault: 'short-page', base: DOMAIN }, 'held', null],
  ['busy for a moment', { fault: 'busy', continued: true, count: 1 }, 'ok', null],
  ['a connection that is cut', { fault: 'cut', continued: true, after: 1 }, 'failing', 'reset'],
  ['a wrong password', { fault: 'invalid-credentials', operation: 'bind' }, 'failing', 'ldap-49'],
  ['no LDAP at all', { fault: 'not-ldap', continued: true }, 'failing', 'timeout'],
  ['silence after half a page', { fault: 'stall', continued: true }, 'failing', 'timeout'],
  ['an empty page with a cookie', { fault: 'empty-page', continued: true, count: 1 }, 'ok', null],
  ['a referral', { fault: 'referral', base: DOMAIN }, 'failing', 'ldap-10'],
];

const TRANSPORTS: readonly (readonly [what: string, mode: TransportFault, code: string])[] = [
  ['a port that is closed', 'refused', 'refused'],
  ['an expired certificate', 'expired', 'tls'],
  ['a certificate of another name', 'wrong-name', 'tls'],
  ['a certificate of an unknown authority', 'unknown-authority', 'tls'],
  ['a server that accepts and never answers', 'half-open', 'timeout'],
];

describe('a directory that answers wrongly', () => {
  let company: Company;
  let lens: CollectorProcess;
  beforeAll(async () => {
    company = await Company.start({ users: 40, devices: 0 });
    company.writeSources(company.directory({ operationTimeoutSeconds: 1, connectTimeoutSeconds: 1 }));
    lens = await company.collector();
    await lens.firstPolls('directory');
  });
  afterEach(() => company.fleet.directory.faults.clear());
  afterAll(async () => company?.close());

  const listed = async () => (await lens.list('users')).map(({ userPrincipalName }) => userPrincipalName);
  const told = ({ state, lastPoll }: Source) => [
    state,
    lastPoll?.errorCode,
    lastPoll?.datasets.directory_user?.removed ?? 0,
  ];

  it.each(CASES)('%s removes nothing', async (_what, rule, state, code) => {
    const { estate, directory } = company.fleet;
    // Another controller answers: the directory is read in full, page by page.
    directory.controller.failOver();
    const before = await listed();
    directory.faults.set(rule);
    const answered = await lens.poll('directory');
    expect(directory.faults.count).toBeGreaterThan(0);
    directory.faults.clear();
    expect(told(answered)).toEqual([state, code, 0]);
    expect((answered.lastPoll?.hint === null) === (code === null)).toBe(true);
    expect(await listed()).toEqual(before);

    const joined = estate.addUser();
    directory.controller.failOver();
    const caughtUp = await lens.poll('directory');
    expect(told(caughtUp)).toEqual(['ok', null, 0]);
    expect(caughtUp.datasets.directory_user?.absent).toBe(0);
    if (joined.origin !== 'cloud') expect(await listed()).toContain(joined.userPrincipalName);
  });

  it.each(TRANSPORTS)('%s removes nothing', async (_what, mode, code) => {
    const { directory } = company.fleet;
    const before = await listed();
    await directory.transport(mode);
    expect(told(await lens.poll('directory'))).toEqual(['failing', code, 0]);
    await directory.transport('normal');
    expect(await listed()).toEqual(before);
    expect(told(await lens.poll('directory'))).toEqual(['ok', null, 0]);
  });

  it('an account that sees no tombstones finds a leaver with the next complete pass', async () => {
    const { estate, directory } = company.fleet;
    directory.limits.readDeletedObjects = false;
    const leaver = estate.people.find((person) => person?.origin === 'synced');
    if (!leaver) throw new RangeError('nobody is in the directory');
    estate.removeUser(leaver.id);
    expect(told(await lens.poll('directory'))).toEqual(['ok', null, 0]);
    expect(await listed()).toContain(leaver.userPrincipalName);
    directory.controller.failOver();
    expect(told(await lens.poll('directory'))).toEqual(['ok', null, 1]);
    expect(await listed()).not.toContain(leaver.userPrincipalName);
  });

  it('leaves no personal datum, address or secret in the log', () => {
    expect(leaks(company.fleet, company.output, Object.values(company.secrets))).toEqual([]);
  });
});
