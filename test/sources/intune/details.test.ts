// What Graph gives for one device at a time: in the extended profile, in batches, and never without need.
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { positionOf } from '../../../local/fleet/estate/mobility.ts';
import { proofOf, rowsOf } from '../polled.ts';
import { type Rig, startRig } from './rig.ts';

describe('details of devices', () => {
  let rig: Rig;
  beforeAll(async () => {
    rig = await startRig({ users: 20, devices: 45, appsPerDevice: 2 });
  });
  afterAll(() => rig.close());

  const requestsFor = async (settings: Readonly<Record<string, unknown>>) => {
    const before = rig.graph.requests.length;
    const poll = await rig.poll({ settings: { apps: 'off', ...settings } });
    expect(poll.error).toBeNull();
    return { poll, paths: rig.graph.requests.slice(before).map(({ path }) => path) };
  };

  it('are not asked for in the core profile', async () => {
    const { poll, paths } = await requestsFor({});
    expect(paths.filter((path) => path.includes('$batch'))).toEqual([]);
    expect(rowsOf(poll, 'device').filter((row) => row.udid ?? row.iccid ?? row.battery_percent)).toEqual([]);
  });

  it('come with hardware, protection and policies in the extended one, each kind of device with its own', async () => {
    const { poll, paths } = await requestsFor({ profile: 'extended' });
    expect(paths.filter((path) => path === '/beta/$batch').length).toBeGreaterThan(0);
    const rows = rowsOf(poll, 'device');
    expect(rows).toHaveLength(45);
    const of = (platform: string) => rows.filter((row) => row.platform === platform);
    for (const row of of('windows')) {
      expect(row.attributes).toMatchObject({ 'hardwareInformation.tpmManufacturer': 'INTC' });
      expect(row.attributes).toHaveProperty(['windowsProtectionState.engineVersion']);
      expect(row.attributes).toHaveProperty(['deviceHealthAttestationState.secureBoot']);
    }
    for (const row of of('ios')) expect(row.udid).toMatch(/^0000\d{4}-/);
    expect(
      of('android').some((row) => Object.keys(row.attributes ?? {}).some((n) => /windowsProtection/.test(n))),
    ).toBe(false);
    expect(rows.every((row) => Number(row.battery_percent) >= 5)).toBe(true);
    const states = rows.map((row) => [row.compliance, row.compliance_reasons === null]);
    expect(states.filter(([compliance, none]) => (compliance === 'noncompliant') !== !none)).toEqual([]);
    expect(states.some(([compliance]) => compliance === 'noncompliant')).toBe(true);
  });

  it.each([
    [/managedDevices\/[^/?]+$/, 'managedDevice', 'udid'],
    [/windowsProtectionState$/, 'windowsProtectionState', 'attributes.windowsProtectionState.engineVersion'],
  ] as const)(
    'are said to be not answered where Graph knows none of a listed device (%s)',
    async (path, part, name) => {
      rig.graph.faults.set({ fault: 'not-found', path });
      const { poll } = await requestsFor({ profile: 'extended' });
      rig.graph.faults.clear();
      const silent = rowsOf(poll, 'device').filter((row) => row.unanswered?.includes(name));
      expect(silent.length).toBeGreaterThan(5);
      expect(silent.length < 10 ? [part] : proofOf(poll, 'device')?.lacking).toEqual([part]);
    },
  );

  it('are asked for by as many requests as what is collected needs', async () => {
    const batches = async (exclude: readonly string[]) =>
      (await requestsFor({ profile: 'extended', exclude })).paths.filter((path) => path.endsWith('$batch')).length;
    const policy = (name: string) => `deviceConfigurationStates.value[].${name}`;
    const properties = ['displayName', 'platformType', 'settingCount', 'state', 'version'].map(policy);
    const all = await batches([]);
    expect(await batches(properties.slice(1))).toBe(all);
    // 45 devices are three batches.
    expect(await batches(properties)).toBe(all - 3);
  });

  it('hold no notes that people typed, and no number of a second SIM, unless the source says so', async () => {
    const { poll } = await requestsFor({ profile: 'extended', phoneNumbers: 'off' });
    const named = rowsOf(poll, 'device').flatMap((row) => Object.keys(row.attributes ?? {}));
    expect(named).not.toContain('notes');
    expect(named).not.toContain('hardwareInformation.esimIdentifier');
    const full = await requestsFor({ profile: 'sensitive', phoneNumbers: 'full' });
    const all = rowsOf(full.poll, 'device').flatMap((row) => Object.keys(row.attributes ?? {}));
    expect(all).toContain('hardwareInformation.esimIdentifier');
  });

  it('tell positions where the switch is on, and only there', async () => {
    const off = await requestsFor({ profile: 'sensitive' });
    expect(off.poll.steps.filter((step) => step.dataset === 'location')).toEqual([]);
    const { poll } = await requestsFor({ location: true });
    const events = poll.steps.flatMap((step) => ('events' in step ? [...step.events] : []));
    const wanted = rig.estate.devicesOf('intune').flatMap((device) => positionOf(device) ?? []);
    expect(events).toHaveLength(wanted.length);
    expect(events.map((event) => event.latitude).sort()).toEqual(wanted.map(({ latitude }) => latitude).sort());
    for (const event of events) {
      expect(event).toMatchObject({ method: 'locateDevice', occurred_at: event.fixed_at });
      expect(event.speed === null || Number(event.speed) >= 0).toBe(true);
    }
  });
});

describe('what the service says of itself', () => {
  let rig: Rig;
  beforeAll(async () => {
    rig = await startRig({ users: 20, devices: 45, appsPerDevice: 2 });
  });
  afterAll(() => rig.close());

  it('are licences with what is used, and the catalogue of apps, in the core profile; counters beyond it', async () => {
    const core = await rig.poll({ settings: { apps: 'off' } });
    const licences = rowsOf(core, 'infrastructure').filter(({ component }) => component === 'licence');
    expect(licences.map(({ units_total, units_used }) => Number(units_total) - Number(units_used))).toEqual([50, 50]);
    expect(rowsOf(core, 'configuration').map(({ kind }) => kind)).toEqual(expect.arrayContaining(['application']));
    expect(rowsOf(core, 'infrastructure').some(({ component }) => component === 'counters')).toBe(false);
    const extended = await rig.poll({ settings: { apps: 'off', profile: 'extended' } });
    expect(rowsOf(extended, 'infrastructure').some(({ component }) => component === 'counters')).toBe(true);
    expect(rowsOf(extended, 'configuration').map(({ kind }) => kind)).toContain('enrolment-device');
  });
});
