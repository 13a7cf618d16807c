import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Fleet, startFleet } from '../../local/fleet/index.ts';
import { bodyOf, errorCode, FleetClient, rowsOf } from './client.ts';

const DEVICES = '/v1.0/deviceManagement/managedDevices';
let fleet: Fleet;
let client: FleetClient;

beforeAll(async () => {
  fleet = await startFleet({ users: 150, devices: 240, seed: 3 });
  client = new FleetClient(fleet);
  await client.signIn();
});
afterAll(async () => {
  client.close();
  await fleet.close();
});

describe('managedDevices', () => {
  it('lists every device once over its pages, and counts the page', async () => {
    const pages = await client.pages(`${DEVICES}?$select=id,deviceName&$top=50`);
    expect(pages.map((page) => page['@odata.count'])).toEqual([50, 50, 50, 50, 40]);
    const ids = rowsOf(...pages).map(({ id }) => id);
    expect(new Set(ids)).toEqual(new Set(fleet.estate.devices.map(({ id }) => id)));
    expect(ids).toHaveLength(240);
  });

  it('returns what is selected, and id, and nothing else', async () => {
    const [row] = rowsOf(await client.page(`${DEVICES}?$select=serialNumber&$top=1`));
    expect(Object.keys(row ?? {}).sort()).toEqual(['id', 'serialNumber']);
    expect((await client.graph(`${DEVICES}?$select=nonsense`)).status).toBe(400);
  });

  it('has all 56 structural properties, each with a value on some device', async () => {
    const rows = rowsOf(await client.page(`${DEVICES}?$top=1000`));
    const names = Object.keys(rows[0] ?? {});
    expect(names).toHaveLength(56);
    const never = names.filter((name) =>
      rows.every(
        (row) => row[name] === null || row[name] === '' || row[name] === 0 || JSON.stringify(row[name]) === '[]',
      ),
    );
    expect(never.sort()).toEqual([
      'activationLockBypassCode',
      'deviceActionResults',
      'ethernetMacAddress',
      'iccid',
      'notes',
      'physicalMemoryInBytes',
      'remoteAssistanceSessionErrorDetails',
      'remoteAssistanceSessionUrl',
      'requireUserEnrollmentApproval',
      'udid',
    ]);
  });

  it('gives the sparse properties for one device and an explicit $select only', async () => {
    const windows = fleet.estate.devices.find(({ platform }) => platform === 'windows');
    const selected = await client.page(`${DEVICES}/${windows?.id}?$select=id,ethernetMacAddress,physicalMemoryInBytes`);
    expect(String(selected.ethernetMacAddress)).toMatch(/^[0-9A-F]{12}$/);
    expect(Number(selected.physicalMemoryInBytes)).toBeGreaterThan(1_000_000_000);
    const whole = await client.page(`${DEVICES}/${windows?.id}`);
    expect(whole.ethernetMacAddress).toBeNull();
  });

  it('ignores $skip, as Intune does', async () => {
    const [first] = rowsOf(await client.page(`${DEVICES}?$top=1`));
    expect(rowsOf(await client.page(`${DEVICES}?$top=1&$skip=100`))[0]).toEqual(first);
  });

  it('hides no device when another one vanishes behind the cursor', async () => {
    const first = await client.page(`${DEVICES}?$select=id&$top=100`);
    const seen = rowsOf(first).map(({ id }) => String(id));
    fleet.estate.removeDevice(seen[0] ?? '');
    const rest = rowsOf(...(await client.pages(String(first['@odata.nextLink'])))).map(({ id }) => String(id));
    const all = new Set([...seen, ...rest]);
    expect(fleet.estate.devices.every(({ id }) => all.has(id))).toBe(true);
  });

  it('filters by last sync and by platform, and refuses what the service refuses', async () => {
    const since = new Date(fleet.estate.now - 3_600_000).toISOString();
    const recent = rowsOf(...(await client.pages(`${DEVICES}?$select=id&$filter=lastSyncDateTime gt ${since}`)));
    const expected = fleet.estate.devices.filter(
      ({ lastSyncAt }) => Math.floor(lastSyncAt / 1000) * 1000 > Date.parse(since),
    );
    expect(recent).toHaveLength(expected.length);
    expect(expected.length).toBeGreaterThan(0);
    const windows = rowsOf(
      await client.page(`${DEVICES}?$select=operatingSystem&$filter=operatingSystem eq 'Windows'`),
    );
    expect(new Set(windows.map(({ operatingSystem }) => operatingSystem))).toEqual(new Set(['Windows']));
    expect((await client.graph(`${DEVICES}?$filter=notes eq 'x'`)).status).toBe(400);
  });

  it("empties the owner's fields when the account is gone", async () => {
    const owned = fleet.estate.devices.find((device) => fleet.estate.ownerOf(device));
    const owner = owned && fleet.estate.ownerOf(owned);
    fleet.estate.removeUser(owner?.id ?? '');
    const device = await client.page(`${DEVICES}/${owned?.id}?$select=userId,userPrincipalName,emailAddress`);
    expect(device).toMatchObject({ userId: '', userPrincipalName: '', emailAddress: '' });
  });

  it('shows a patch of a test at once', async () => {
    const [device] = fleet.estate.devices;
    fleet.estate.updateDevice(device?.id ?? '', { osVersion: '99.1', overrides: { subscriberCarrier: null } });
    expect(await client.page(`${DEVICES}/${device?.id}?$select=osVersion,subscriberCarrier`)).toMatchObject({
      osVersion: '99.1',
      subscriberCarrier: null,
    });
  });

  it('answers 404 for a device that is gone and for an unknown path', async () => {
    expect(errorCode(await client.graph(`${DEVICES}/00000000-0000-4000-8000-000000000000`))).toBe('ResourceNotFound');
    const unknown = await client.graph('/v1.0/deviceManagement/nothing');
    expect([unknown.status, errorCode(unknown)]).toEqual([404, 'ResourceNotFound']);
  });

  it('answers 401 without a token and 403 without the permission', async () => {
    const anonymous = await client.send(fleet.systems.intune.url + DEVICES);
    expect([anonymous.status, errorCode(anonymous)]).toEqual([401, 'InvalidAuthenticationToken']);
    fleet.systems.intune.permissions.delete('DeviceManagementManagedDevices.Read.All');
    const denied = await client.graph(DEVICES);
    fleet.systems.intune.permissions.add('DeviceManagementManagedDevices.Read.All');
    expect([denied.status, errorCode(denied)]).toEqual([403, 'Forbidden']);
    expect(fleet.systems.intune.requests.at(-2)).toMatchObject({ path: DEVICES, authorized: false, status: 401 });
  });
});

describe('the rest of Intune', () => {
  it.each([
    '/v1.0/deviceManagement?$select=intuneAccountId,subscriptionState',
    '/v1.0/deviceManagement/managedDeviceOverview',
    '/v1.0/deviceManagement/applePushNotificationCertificate',
  ])('answers the entity at %s', async (path) => {
    const reply = await client.graph(path);
    expect(reply.status).toBe(200);
    expect(bodyOf(reply).id).toBeTruthy();
  });

  it.each([
    '/v1.0/deviceAppManagement/vppTokens',
    '/beta/deviceManagement/depOnboardingSettings',
    '/v1.0/deviceManagement/exchangeConnectors',
    '/v1.0/deviceManagement/mobileThreatDefenseConnectors',
    '/v1.0/deviceManagement/complianceManagementPartners',
  ])('answers the list at %s', async (path) => {
    expect(rowsOf(await client.page(path)).length).toBeGreaterThan(0);
  });

  it('counts the devices of each detected app, and lists them', async () => {
    const [app] = rowsOf(await client.page('/v1.0/deviceManagement/detectedApps?$top=1'));
    const devices = rowsOf(
      ...(await client.pages(
        `/v1.0/deviceManagement/detectedApps/${app?.id}/managedDevices?$select=id,deviceName&$top=5`,
      )),
    );
    expect(devices).toHaveLength(Number(app?.deviceCount));
    const ofDevice = rowsOf(await client.page(`/beta/deviceManagement/managedDevices/${devices[0]?.id}/detectedApps`));
    expect(ofDevice.map(({ id }) => id)).toContain(app?.id);
  });

  it('batches up to 20 requests, each answered on its own', async () => {
    const [device] = fleet.estate.devices;
    fleet.systems.intune.faults.set({ fault: 'throttled', path: /managedDeviceOverview/, retryAfter: 10, count: 1 });
    const requests = [
      { id: '1', method: 'GET', url: `/deviceManagement/managedDevices/${device?.id}?$select=id,notes` },
      { id: '2', method: 'GET', url: '/deviceManagement/managedDeviceOverview' },
      { id: '3', method: 'GET', url: '/users?$top=1', dependsOn: ['2'] },
    ];
    const call = { method: 'POST', headers: { 'content-type': 'application/json' } };
    const { responses } = await client.page('/v1.0/$batch', { ...call, body: JSON.stringify({ requests }) });
    expect(Object.fromEntries(rowsOf({ value: responses ?? [] }).map(({ id, status }) => [id, status]))).toEqual({
      1: 200,
      2: 429,
      3: 424,
    });
    const many = Array.from({ length: 21 }, (_, i) => ({ id: String(i), method: 'GET', url: '/users' }));
    expect((await client.graph('/v1.0/$batch', { ...call, body: JSON.stringify({ requests: many }) })).status).toBe(
      400,
    );
    fleet.systems.intune.faults.clear();
  });
});
