// A Graph that answers wrongly: nothing is removed, /api/sources says what is wrong, and the next good poll catches up.
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import type { FaultRule } from '../../local/fleet/http/faults.ts';
import type { TransportFault } from '../../local/fleet/http/listener.ts';
import type { Source } from './answers.ts';
import type { CollectorProcess } from './collector-process.ts';
import { Company } from './company.ts';
import { leaks } from './personal-data.ts';

const API = /^\/(v1\.0|beta)\//;
const DEVICES = /managedDevices$/;
const USERS = /\/users\/delta$/;
const JOBS = /exportJobs/;

/** What happens, by which rules, and the state of the source after the poll with its code. */
type Case = readonly [
  what: string,
  rules: readonly FaultRule[],
  state: 'failing' | 'held' | 'incomplete' | 'ok',
  code: string | null,
];

const CASES: readonly Case[] = [
  ['a login page as 200', [{ fault: 'login-page', path: API }], 'failing', 'not-json'],
  ['a redirect to a login page', [{ fault: 'login-redirect', path: API }], 'failing', 'http-302'],
  ['an empty list of devices', [{ fault: 'empty-list', path: DEVICES }], 'held', null],
  [
    'a lost delta state, and an empty list of users then',
    [
      { fault: 'delta-gone', path: USERS, count: 1 },
      { fault: 'empty-list', path: USERS },
    ],
    'held',
    null,
  ],
  ['truncated JSON', [{ fault: 'truncated-json', path: DEVICES }], 'failing', 'not-json'],
  ['an empty body', [{ fault: 'empty-body', path: API }], 'failing', 'not-json'],
  ['another shape', [{ fault: 'wrong-shape', path: API }], 'failing', 'wrong-shape'],
  ['401', [{ fault: 'unauthorized', path: API }], 'failing', 'http-401'],
  ['403 for devices', [{ fault: 'forbidden', path: DEVICES }], 'failing', 'http-403'],
  ['429 without Retry-After', [{ fault: 'throttled', retryAfter: 'none', count: 2 }], 'ok', null],
  ['a link to elsewhere', [{ fault: 'foreign-next-link', path: DEVICES }], 'failing', 'foreign-link'],
  ['a link to elsewhere among users', [{ fault: 'foreign-next-link', path: USERS }], 'failing', 'foreign-link'],
  ['fewer devices than counted', [{ fault: 'short-page', path: DEVICES }], 'failing', 'incomplete'],
  ['a connection that is reset in the body', [{ fault: 'reset-mid-body', path: DEVICES, count: 1 }], 'ok', null],
  ['a body that inflates to a gigabyte', [{ fault: 'gzip-bomb', path: DEVICES }], 'failing', 'too-large'],
  ['rows that cannot be read', [{ fault: 'wrong-rows', path: DEVICES, every: 7 }], 'incomplete', null],
  ['rows that are listed twice', [{ fault: 'duplicate-in-page', path: DEVICES }], 'failing', 'incomplete'],
  ['a report of apps of another shape', [{ fault: 'wrong-shape', path: JOBS }], 'failing', 'wrong-shape'],
];

const TRANSPORTS: readonly (readonly [what: string, mode: TransportFault, code: string])[] = [
  ['a port that is closed', 'refused', 'refused'],
  ['an expired certificate', 'expired', 'tls'],
  ['a certificate of another name', 'wrong-name', 'tls'],
  ['a certificate of an unknown authority', 'unknown-authority', 'tls'],
];

describe('a Graph that answers wrongly', () => {
  let company: Company;
  let lens: CollectorProcess;
  beforeAll(async () => {
    company = await Company.start({ users: 40, devices: 30 });
    company.writeSources(company.intune());
    lens = await company.collector();
    await lens.firstPolls('intune');
  });
  afterEach(() => {
    company.fleet.graph.faults.clear();
    company.fleet.graph.blobFaults.clear();
  });
  afterAll(async () => company?.close());

  const stored = async () => {
    const idsOf = async (list: string) => (await lens.list(list)).map(({ id }) => id);
    const { datasets } = await lens.source('intune');
    return { users: await idsOf('users'), devices: await idsOf('devices'), apps: datasets.device_app?.rows };
  };
  const told = ({ state, lastPoll }: Source) => [state, lastPoll?.errorCode, lastPoll?.rowsRemoved];
  async function catchesUp(): Promise<void> {
    const { estate } = company.fleet;
    const [gone] = estate.devices;
    if (!gone) throw new RangeError('no devices');
    estate.removeDevice(gone.id);
    estate.enrol();
    estate.addUser();
    const caughtUp = await lens.poll('intune');
    expect(told(caughtUp)).toEqual(['ok', null, 1]);
    const listed = (await lens.list('devices')).map(({ externalId }) => externalId).sort();
    expect(listed).toEqual(estate.devices.map(({ id }) => id).sort());
    const inEntra = estate.people.filter((person) => person && person.origin !== 'directory').length;
    expect(caughtUp.datasets.emm_user).toMatchObject({ rows: inEntra, absent: 0 });
  }

  it.each(CASES)('%s removes nothing', async (_what, rules, state, code) => {
    const { faults } = company.fleet.graph;
    const before = await stored();
    faults.set(...rules);
    const answered = await lens.poll('intune');
    expect(faults.count).toBeGreaterThan(0);
    faults.clear();
    expect(told(answered)).toEqual([state, code, 0]);
    expect((answered.lastPoll?.hint === null) === (code === null)).toBe(true);
    expect(await stored()).toEqual(before);
    await catchesUp();
  });

  it.each(TRANSPORTS)('%s removes nothing', async (_what, mode, code) => {
    const { faults } = company.fleet.graph;
    const before = await stored();
    await faults.transport(mode);
    expect(told(await lens.poll('intune'))).toEqual(['failing', code, 0]);
    await faults.transport('normal');
    expect(await stored()).toEqual(before);
    await catchesUp();
  });

  it('pages without end remove nothing; the pass goes on with the next poll', async () => {
    const { faults } = company.fleet.graph;
    const before = await stored();
    faults.set({ fault: 'endless-next-link', path: DEVICES });
    expect(told(await lens.poll('intune'))).toEqual(['failing', 'repeated-page', 0]);
    faults.clear();
    expect(told(await lens.poll('intune'))).toEqual(['ok', null, 0]);
    expect(await stored()).toEqual(before);
    await catchesUp();
  });

  it('a report of apps that is no archive removes none', async () => {
    const { blobFaults } = company.fleet.graph;
    const before = await stored();
    blobFaults.set({ fault: 'login-page' });
    expect(told(await lens.poll('intune'))).toEqual(['failing', 'broken-archive', 0]);
    expect(blobFaults.count).toBe(1);
    blobFaults.clear();
    expect(await stored()).toEqual(before);
    await catchesUp();
  });

  it('leaves no personal datum, address or secret in the log', () => {
    expect(leaks(company.fleet, company.output, Object.values(company.secrets))).toEqual([]);
  });
});
