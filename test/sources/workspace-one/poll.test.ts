import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { Unreadable } from '../../../lib/sources/map.ts';
import { nameOf } from '../../../lib/sources/parameters.ts';
import { declaration } from '../../../lib/sources/workspace-one/parameters.ts';
import { appsOf } from '../../../local/fleet/estate/device.ts';
import { homeNetworkOf, isRoaming, positionOf } from '../../../local/fleet/estate/mobility.ts';
import { inEntra } from '../../../local/fleet/estate/person.ts';
import { usage } from '../../../local/fleet/workspace-one/events.ts';
import { deviceNumber, userNumber } from '../../../local/fleet/workspace-one/ids.ts';
import { idsOf, proofOf, rowsOf, scopesOf, settleQuietly as settle, startsOf, unprovenOf } from '../polled.ts';
import { type Rig, startRig } from './rig.ts';

let rig: Rig;
beforeAll(async () => {
  rig = await startRig({ users: 40, devices: 45, appsPerDevice: 3 });
});
afterEach(() => rig.reset());
afterAll(() => rig.close());

const known = () => rig.estate.devicesOf('workspace-one');
const deviceIds = () =>
  known()
    .map((device) => String(deviceNumber(device)))
    .sort();
const everything = { profile: 'sensitive', telephony: true, location: true, roaming: true, phoneNumbers: 'full' };

describe('a first poll', () => {
  it('brings every user, device and app once, each dataset with its proof', async () => {
    const poll = settle(await rig.poll());
    const people = rig.estate.people.filter(inEntra);
    expect(idsOf(poll, 'emm_user').sort()).toEqual(people.map((person) => String(userNumber(person))).sort());
    expect(idsOf(poll, 'device').sort()).toEqual(deviceIds());
    const apps = rowsOf(poll, 'device_app');
    expect(apps.length).toBe(known().reduce((n, device) => n + appsOf(device).length, 0));
    expect(new Set(apps.map((app) => `${app.device_external_id} ${app.app_id}`)).size).toBe(apps.length);
    expect(scopesOf(poll).sort()).toEqual(deviceIds());
    for (const name of ['emm_user', 'device', 'device_app', 'configuration', 'infrastructure'] as const)
      expect([name, proofOf(poll, name)]).toMatchObject([name, { marker: 'rows-equal-total', offsetPaged: true }]);
    expect(proofOf(poll, 'device')?.rows).toBe(known().length);
  });

  it('links devices with their users, and users with the directory', async () => {
    const poll = settle(await rig.poll());
    const users = new Set(idsOf(poll, 'emm_user'));
    const owners = rowsOf(poll, 'device').flatMap((row) => row.user_external_id ?? []);
    expect(owners.length).toBeGreaterThan(30);
    expect(owners.every((id) => users.has(String(id)))).toBe(true);
    const guids = new Set(rowsOf(poll, 'emm_user').map((row) => row.object_guid));
    const synced = rig.estate.people.filter((person) => inEntra(person) && person.origin === 'synced');
    expect(synced.every((person) => guids.has(person?.objectGuid))).toBe(true);
  });

  it('asks with the core profile for nothing of single devices but their apps', async () => {
    settle(await rig.poll());
    const single = rig.asked().filter((text) => /\/devices\/[0-9a-f-]+\//.test(text) && !text.includes('/apps?'));
    expect(single).toEqual([]);
    expect(rig.asked().filter((text) => /gps|telecom|samplerates|users\/[0-9a-f]{8}-/.test(text))).toEqual([]);
  });

  it('reads the same with an account as with an OAuth client', async () => {
    const [client, account] = [settle(await rig.poll()), settle(await rig.poll({ settings: rig.basic }))];
    expect(rowsOf(account, 'device')).toEqual(rowsOf(client, 'device'));
    expect(await rig.describe()).toEqual({ product: 'Omnissa Workspace ONE UEM', version: '24.6.0.12' });
  });

  it('has a value for nearly every parameter, with everything that can be switched on, and no secret', async () => {
    const poll = settle(await rig.poll({ settings: everything }));
    const filled = new Set<string>();
    for (const step of poll.steps)
      for (const row of 'rows' in step ? step.rows : 'events' in step ? step.events : []) {
        const { attributes = {}, ...fields } = row;
        for (const [name, value] of Object.entries(fields)) if (value !== null) filled.add(`${step.dataset} ${name}`);
        for (const name of Object.keys(attributes)) filled.add(`${step.dataset} attributes.${name}`);
        for (const value of [...Object.values(fields), ...Object.values(attributes)])
          expect(value).not.toBeInstanceOf(Unreadable);
      }
    const names = declaration.entities.flatMap(({ dataset, parameters }) =>
      parameters.map((p) => `${dataset} ${p.field ?? `attributes.${nameOf(p)}`}`),
    );
    // Names of the other model of a user group, which this console does not write.
    expect(names.filter((name) => !filled.has(name)).sort()).toEqual([
      'configuration attributes.OrganizationGroup',
      'configuration attributes.UserCount',
    ]);
    expect(rig.asked().some((text) => text.includes('/security'))).toBe(true);
    expect(JSON.stringify(poll.steps)).not.toMatch(/SECRET-|Somebody else|somebody@|administrator|typed by somebody/);
  });

  it('says the zone of dates that come without one', async () => {
    rig.server.settings.timeZoneOffsetMinutes = 120;
    const poll = settle(await rig.poll({ settings: { timeZoneOffsetMinutes: 120 } }));
    const [device] = known();
    const row = rowsOf(poll, 'device').find((r) => device && r.external_id === String(deviceNumber(device)));
    expect(row?.last_seen_at).toEqual(new Date(device?.lastSyncAt ?? 0));
  });
});

describe('a further poll', () => {
  it('goes on at the page where the last one stopped', async () => {
    let pages = 0;
    const first = await rig.poll({
      onStep: (step, stop) => {
        if (step.dataset === 'device' && step.checkpoint?.devices && ++pages === 2) stop();
      },
    });
    expect(first.error).toMatchObject({ code: 'stopped' });
    rig.reset();
    const second = settle(await rig.poll({ checkpoint: first.checkpoint }));
    expect(startsOf(second, 'device')).toBe(0);
    expect(rig.asked().find((text) => text.includes('/devices/search'))).toContain('page=2&');
    const seen = new Set([...idsOf(first, 'device'), ...idsOf(second, 'device')]);
    expect([...seen].sort()).toEqual(deviceIds());
    expect(proofOf(second, 'device')?.rows).toBe(known().length);
    expect(proofOf(second, 'device_app')?.rows).toBe(known().reduce((n, device) => n + appsOf(device).length, 0));
  });

  it('begins a new pass where the list has become too short to go on', async () => {
    const checkpoint = { devices: { rows: 3000, apps: 0 }, locatedUntil: null, locating: null, usageDay: null };
    const poll = settle(await rig.poll({ checkpoint }));
    expect(startsOf(poll, 'device')).toBe(1);
    expect(idsOf(poll, 'device').sort()).toEqual(deviceIds());
  });

  it('renews a token that was revoked in between, once for all requests', async () => {
    let left = 2;
    const poll = await rig.poll({
      onStep: (step) => {
        if (step.dataset === 'device' && 'rows' in step && left-- > 0) rig.server.credentials.revokeAll();
      },
    });
    settle(poll);
    expect(rig.server.requests.filter(({ path }) => path === '/connect/token')).toHaveLength(3);
  });

  it('does not try a wrong password twice', async () => {
    process.env.TEST_WS1_WRONG = 'wrong';
    const poll = await rig.poll({ settings: { ...rig.basic, password: 'env:TEST_WS1_WRONG' } });
    expect(poll.error).toMatchObject({ code: 'http-401' });
    expect(rig.server.requests).toHaveLength(1);
    // Whoever describes a source does so after its first step.
    expect(poll.steps).toEqual([]);
  });
});

describe('what single devices tell', () => {
  it('asks why a device does not comply, where the search does not say so', async () => {
    const broken = known().filter(({ compliance }) => compliance === 'noncompliant' || compliance === 'inGracePeriod');
    expect(broken.length).toBeGreaterThan(1);
    rig.server.faults.set({ fault: 'planted', path: /devices\/search$/, plant: { set: { PolicyName: '' } } });
    const poll = settle(await rig.poll());
    const asked = rig.asked().filter((text) => text.includes('/compliance?'));
    expect(asked).toHaveLength(broken.length);
    const rows = rowsOf(poll, 'device').filter((row) => row.compliance === 'noncompliant');
    expect(rows.map((row) => (Array.isArray(row.compliance_reasons) ? row.compliance_reasons.length : 0))).toEqual(
      broken.map(() => 1),
    );
  });

  it('knows home and current network by codes and names, where roaming is read', async () => {
    const poll = settle(
      await rig.poll({ settings: { include: ['CellularNetworkInfo.DeviceMNC.SimMNC'], roaming: true } }),
    );
    const rows = new Map(rowsOf(poll, 'device').map((row) => [row.external_id, row]));
    const abroad = known().filter(isRoaming);
    expect(abroad.length).toBeGreaterThan(0);
    for (const device of abroad) {
      const row = rows.get(String(deviceNumber(device)));
      const home = homeNetworkOf(device);
      expect(row).toMatchObject({
        roaming: true,
        home_network: `${home?.mcc}-${home?.mnc}`,
        home_country: home?.country,
      });
      expect(row?.current_country).not.toBe(home?.country);
    }
  });

  it('leaves a device as it was where a part of it cannot be read', async () => {
    rig.server.faults.set({ fault: 'forbidden', path: /\/security$/ });
    const poll = await rig.poll({ settings: { profile: 'extended' } });
    expect(poll.error).toMatchObject({ code: 'http-403' });
    expect(rowsOf(poll, 'device')).toEqual([]);
    expect(proofOf(poll, 'device')).toBeUndefined();
    expect(poll.warnings.join()).toContain('security');
    expect(proofOf(poll, 'infrastructure')).toBeDefined();
  });

  it('takes the count of a list that proves nothing for what it is', async () => {
    rig.server.faults.set({ fault: 'planted', path: /\/certificates$/, plant: { set: { Total: 99 } } });
    const poll = settle(
      await rig.poll({ settings: { apps: false, include: ['certificates.DeviceCertificates[].Name'] } }),
    );
    expect(rowsOf(poll, 'device').every((row) => row.attributes?.['certificates.DeviceCertificates[].Name'])).toBe(
      true,
    );
  });

  it('leaves out of its apps a device that has gone since it was listed', async () => {
    const [gone] = known();
    if (!gone) throw new RangeError('no devices');
    const path = new RegExp(`/${deviceNumber(gone)}/apps$`);
    rig.server.faults.set({ fault: 'not-found', path });
    const poll = settle(await rig.poll());
    expect(scopesOf(poll)).not.toContain(String(deviceNumber(gone)));
    expect(idsOf(poll, 'device')).toContain(String(deviceNumber(gone)));
    expect([proofOf(poll, 'device_app'), unprovenOf(poll, 'device_app')]).toEqual([undefined, 'not-answered']);
  });

  it('does not take a call for apps that the console does not have for no apps', async () => {
    rig.server.faults.set({ fault: 'not-found', path: /\/apps$/ });
    const poll = settle(await rig.poll());
    expect([scopesOf(poll), unprovenOf(poll, 'device_app')]).toEqual([[], 'not-supported']);
    expect(proofOf(poll, 'device')).toBeDefined();
  });

  it.each([
    ['not-found', 'not-supported'],
    ['empty-object', 'not-answered'],
  ] as const)('leaves its own state as it was where the console says nothing of it (%s)', async (fault, why) => {
    rig.server.faults.set({ fault, path: /\/system\/info$/ });
    const poll = await rig.poll({ settings: { apps: false } });
    const [proof, unproven] = [proofOf(poll, 'infrastructure'), unprovenOf(poll, 'infrastructure')];
    expect([poll.error, proof, unproven]).toEqual([null, undefined, why]);
  });

  it.each([0, 1, 2, 3])(
    'follows a console that gives fewer rows than are asked for, and no total (%d)',
    async (more) => {
      rig.server.faults.set({ fault: 'untold-total', path: /(devices|users)\/search$/, cap: 4 + more });
      const poll = settle(await rig.poll({ settings: { apps: false } }));
      expect(proofOf(poll, 'device')).toMatchObject({ rows: known().length, marker: 'empty-page' });
      expect(proofOf(poll, 'emm_user')?.marker).toBe('empty-page');
    },
  );

  it('asks a console that refuses the order, or the number of a version, without it', async () => {
    rig.server.faults.set({ fault: 'bad-request', query: 'orderby' });
    rig.server.faults.set({ fault: 'not-acceptable', accept: /version=1/ });
    const poll = settle(await rig.poll({ settings: { apps: false } }));
    expect(proofOf(poll, 'device')?.rows).toBe(known().length);
  });

  it('does not ask for apps and positions of personal devices unless it may', async () => {
    const poll = settle(await rig.poll({ settings: { personalDevices: false, location: true } }));
    const company = known().filter(({ ownership }) => ownership === 'company');
    const owners = new Set(rowsOf(poll, 'device_app').map((row) => row.device_external_id));
    expect(owners.size).toBe(company.length);
    expect(rig.asked().filter((text) => text.includes('/apps?') && text.includes('/mdm/'))).toHaveLength(
      company.length,
    );
    const located = new Set(rowsOf(poll, 'location').map((event) => event.device_external_id));
    const ids = new Set(company.map((device) => String(deviceNumber(device))));
    expect([...located].every((id) => ids.has(String(id)))).toBe(true);
  });

  it('goes on with devices where apps may not be read, and proves nothing of apps', async () => {
    rig.server.faults.set({ fault: 'forbidden', path: /\/apps$/, after: 20 });
    const poll = await rig.poll();
    expect(poll.error).toMatchObject({ code: 'http-403' });
    expect(proofOf(poll, 'device')?.rows).toBe(known().length);
    expect(proofOf(poll, 'device_app')).toBeUndefined();
  });
});

describe('positions', () => {
  const recent = () => known().filter((device) => (positionOf(device)?.fixedAt ?? 0) > Date.now() - 6 * 86_400_000);

  it.each([false, true])('come in bulk, page by page, whatever the notation (comma: %p)', async (comma) => {
    rig.server.settings.decimalComma = comma;
    const poll = settle(await rig.poll({ settings: { location: true } }));
    const events = new Map(rowsOf(poll, 'location').map((event) => [event.device_external_id, event]));
    expect(recent().length).toBeGreaterThan(10);
    for (const device of recent()) {
      const position = positionOf(device);
      expect(events.get(String(deviceNumber(device)))).toMatchObject({
        latitude: position?.latitude,
        longitude: position?.longitude,
        occurred_at: new Date(position?.fixedAt ?? 0),
      });
    }
    expect(rig.asked().filter((text) => text.includes('/gps/search'))).toHaveLength(Math.ceil(known().length / 15));
  });

  it('are asked for from the last whole reading on, with a day that overlaps', async () => {
    const first = settle(await rig.poll({ settings: { location: true } }));
    rig.reset();
    settle(await rig.poll({ settings: { location: true }, checkpoint: first.checkpoint }));
    const [query = ''] = rig.server.requests.flatMap(({ path, query }) => (path.endsWith('/gps/search') ? query : []));
    const from = Date.parse(`${new URLSearchParams(query).get('startdatetime')}Z`);
    expect(Date.now() - from).toBeGreaterThan(86_400_000 - 1);
    expect(Date.now() - from).toBeLessThan(86_400_000 + 60_000);
  });

  it('are asked for anew where they were read up to a time to come, by a clock that ran ahead', async () => {
    const ahead = { usageDay: null, locatedUntil: '2100-01-01T00:00:00.000Z', users: null, devices: null };
    const poll = settle(await rig.poll({ settings: { location: true }, checkpoint: ahead }));
    expect(rowsOf(poll, 'location').length).toBeGreaterThan(0);
    expect(Date.parse(String(poll.checkpoint?.locatedUntil))).toBeLessThanOrEqual(Date.now());
  });

  it('are asked for from the same time again where they could not be read', async () => {
    rig.server.faults.set({ fault: 'forbidden', path: /gps\/search$/ });
    const poll = await rig.poll({ settings: { location: true } });
    expect(poll.error).toMatchObject({ code: 'http-403' });
    expect(poll.checkpoint).toMatchObject({ locatedUntil: null });
    expect(proofOf(poll, 'device')).toBeDefined();
  });
});

describe('mobile data', () => {
  const settings = { include: ['DeviceId.Value', 'Date', 'NonRoamingKiloBytes', 'RoamingKiloBytes'], apps: false };
  const noon = Date.UTC(2026, 10, 20, 12);
  const days = () => rig.server.requests.flatMap(({ query }) => new URLSearchParams(query).get('date') ?? []);

  it('is read for whole days alone, once a day, with days that come late', async () => {
    const first = settle(await rig.poll({ settings, now: () => new Date(noon) }));
    const all = ['13', '14', '15', '16', '17', '18', '19'].map((day) => `2026-11-${day}`);
    expect([...new Set(days())]).toEqual(all);
    const events = rowsOf(first, 'data_usage');
    expect([...new Set(events.map((event) => event.day))]).toEqual(all);
    expect(events.every((event) => Number(event.home_bytes) % 1024 === 0)).toBe(true);
    expect(events.map((event) => event.occurred_at)).toEqual(events.map(({ day }) => new Date(`${day}T00:00:00Z`)));
    rig.reset();
    const again = settle(
      await rig.poll({ settings, checkpoint: first.checkpoint, now: () => new Date(noon + 3600_000) }),
    );
    expect(days()).toEqual([]);
    const tomorrow = () => new Date(noon + 86_400_000);
    const later = settle(await rig.poll({ settings, checkpoint: again.checkpoint, now: tomorrow }));
    expect([...new Set(days())]).toEqual(['2026-11-18', '2026-11-19', '2026-11-20']);
    expect(later.checkpoint).toMatchObject({ usageDay: '2026-11-20' });
  });

  it('is read again where it was read up to a day to come, by a clock that ran ahead', async () => {
    const ahead = { usageDay: '2026-12-30', locatedUntil: null, users: null, devices: null };
    const poll = settle(await rig.poll({ settings, checkpoint: ahead, now: () => new Date(noon) }));
    expect(new Set(days()).size).toBe(7);
    expect(poll.checkpoint).toMatchObject({ usageDay: '2026-11-19' });
  });

  it('comes with calls and messages where these are switched on, and then they come without it, too', async () => {
    const poll = settle(await rig.poll({ settings: { telephony: true, apps: false }, now: () => new Date(noon) }));
    const events = rowsOf(poll, 'data_usage').filter(({ day }) => day === '2026-11-19');
    expect(events.length).toBeGreaterThan(10);
    for (const device of known()) {
      const rows = usage(device, '2026-11-19');
      const sum = (...names: readonly string[]): number =>
        rows.reduce((all, row) => all + names.reduce((own, name) => own + Number(row[name]), 0), 0);
      const own = events.filter((event) => event.device_external_id === String(deviceNumber(device)));
      const expected = {
        incoming_voice: sum('IncomingPeakVoiceUsage', 'IncomingOffPeakVoiceUsage'),
        outgoing_voice: sum('OutgoingPeakVoiceUsage', 'OutgoingOffPeakVoiceUsage'),
        incoming_messages: sum('IncomingMessageUsage'),
        outgoing_messages: sum('OutgoingMessageUsage'),
      };
      expect(own).toMatchObject(rows.length > 0 ? [expected] : []);
      expect(own.flatMap(Object.keys)).not.toContain('home_bytes');
    }
  });

  it('is the sum of both SIM cards of a device', async () => {
    const poll = settle(await rig.poll({ settings, now: () => new Date(noon) }));
    const both = known().filter((device) => usage(device, '2026-11-19').length === 2);
    expect(both.length).toBeGreaterThan(1);
    const events = rowsOf(poll, 'data_usage').filter(({ day }) => day === '2026-11-19');
    for (const device of both) {
      const own = events.filter((event) => event.device_external_id === String(deviceNumber(device)));
      const sum = usage(device, '2026-11-19').reduce((n, row) => n + Number(row.NonRoamingKiloBytes), 0);
      expect(own.map((event) => event.home_bytes)).toEqual([sum * 1024]);
    }
  });
});

describe('the console itself', () => {
  it('is told by its version, certificates, tunnel and counts, and by what administrators set up', async () => {
    const poll = settle(await rig.poll({ settings: { apps: false, include: ['TotalDevices'] } }));
    const infrastructure = rowsOf(poll, 'infrastructure');
    expect(infrastructure.map((row) => row.component).sort()).toEqual([
      'apns-certificate',
      'devices',
      'server',
      'tunnel',
    ]);
    const kinds = Map.groupBy(rowsOf(poll, 'configuration'), (row) => row.kind);
    expect([...kinds.keys()].sort()).toEqual(['application', 'group', 'organisation-group']);
    const keys = rowsOf(poll, 'configuration').map((row) => `${row.kind} ${row.external_id}`);
    expect(new Set(keys).size).toBe(keys.length);
  });

  it('keeps what it has of a part that may not be read', async () => {
    rig.server.roles.delete('groups');
    const poll = await rig.poll();
    rig.server.roles.add('groups');
    expect([poll.error, poll.warnings]).toEqual([null, Array(3).fill(expect.any(String))]);
    expect([proofOf(poll, 'infrastructure'), proofOf(poll, 'configuration')]).toEqual([undefined, undefined]);
    expect(rowsOf(poll, 'configuration').every((row) => row.kind === 'application')).toBe(true);
  });
});
