// The bundle against the simulated company: what is read stands in the API, and who left is gone from it.
import { DatabaseSync } from 'node:sqlite';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { queryEndpoints } from '../../lib/query/endpoints.ts';
import { appsOf, type Device } from '../../local/fleet/estate/device.ts';
import type { Person } from '../../local/fleet/estate/person.ts';
import { item, licenseHistory, sources, user } from './answers.ts';
import { type CollectorProcess, eventually } from './collector-process.ts';
import { Company } from './company.ts';
import { leaks } from './personal-data.ts';

const SERVICE_ACCOUNTS = 2;
const EVERY_SECOND = '* * * * * *';
const PURPOSE = { 'x-purpose': 'service-desk' };

describe('the main job', () => {
  let company: Company;
  let lens: CollectorProcess;
  beforeAll(async () => {
    company = await Company.start();
    const environment = {
      LICENSE_URL: `${company.fleet.license.url}/check`,
      LICENSE_CA_FILE: `${company.folder}/ca.pem`,
      LICENSE_SCHEDULE: EVERY_SECOND,
      PERSON_TIMELINE: 'on',
    };
    lens = await company.collector({ environment });
    await lens.firstPolls('intune', 'directory');
  });
  afterAll(async () => company?.close());

  const people = (): Person[] => company.fleet.estate.people.flatMap((person) => person ?? []);
  const personWith = (condition: (person: Person) => boolean): Person => {
    const found = people().find(condition);
    if (!found) throw new RangeError('nobody is like that');
    return found;
  };
  const companyDevices = (): Device[] => company.fleet.estate.devices.filter((d) => d.ownership === 'company');
  const found = async (text: string) => {
    const answer = z.object({ users: z.array(item), devices: z.array(item) });
    return lens.get(answer, `search?q=${encodeURIComponent(text)}`);
  };

  it('is told as product, freshness and rows per dataset', async () => {
    const { items, problems, warnings } = await lens.get(sources, 'sources');
    // The company has let a token expire.
    const expired = expect.stringMatching(/^vpp-token of source intune: expired\. /);
    expect({ problems, warnings }).toEqual({ problems: [], warnings: [expired] });
    expect(items.map(({ name, state, product }) => [name, state, product])).toEqual([
      ['directory', 'ok', expect.stringMatching(/Active Directory/)],
      ['intune', 'ok', expect.stringMatching(/Intune/)],
    ]);
    const [directory, intune] = items;
    const inEntra = people().filter((person) => person.origin !== 'directory').length;
    const inDirectory = people().filter((person) => person.origin !== 'cloud').length;
    expect(directory?.datasets.directory_user?.rows).toBe(inDirectory + SERVICE_ACCOUNTS);
    expect(intune?.datasets.emm_user?.rows).toBe(inEntra);
    expect(intune?.datasets.device?.rows).toBe(company.fleet.estate.deviceCount);
    expect(intune?.datasets.device_app?.rows).toBe(companyDevices().reduce((sum, d) => sum + appsOf(d).length, 0));
    expect(intune?.datasets.infrastructure?.rows).toBeGreaterThan(3);
    for (const { datasets, lastSuccessAt, nextPollAt } of items) {
      expect([lastSuccessAt, nextPollAt]).toEqual([expect.any(String), expect.any(String)]);
      for (const dataset of Object.values(datasets))
        expect(dataset).toEqual({ rows: expect.any(Number), absent: 0, lastCompletePassAt: expect.any(String) });
    }
  });

  it('is ready, for anybody who asks', async () => {
    const response = await fetch(`${lens.url}/api/health`);
    expect([response.status, await response.json()]).toEqual([200, { status: 'ready' }]);
    expect((await fetch(`${lens.url}/api/health`, { method: 'HEAD' })).status).toBe(200);
  });

  it('lists a person whom the directory and the EMM know as one user, with both views', async () => {
    const users = await lens.list('users');
    expect(users).toHaveLength(people().length + SERVICE_ACCOUNTS);
    expect(new Set(users.map(({ id }) => id)).size).toBe(users.length);
    const person = personWith(({ origin, alias }) => origin === 'synced' && /^[a-z.]+$/.test(alias));
    const listed = users.filter(({ userPrincipalName }) => userPrincipalName === person.userPrincipalName);
    expect(listed).toEqual([expect.objectContaining({ sources: 2, mail: person.mail })]);
    const { views, devices } = await lens.get(user, `users/${listed[0]?.id}`);
    expect(views.directory).toEqual([expect.objectContaining({ objectGuid: person.objectGuid, link: 'strong' })]);
    expect(views.emm).toEqual([expect.objectContaining({ externalId: person.id, objectGuid: person.objectGuid })]);
    const own = company.fleet.estate.devices.filter((device) => device.ownerNumber === person.number);
    expect(devices).toHaveLength(own.length);
  });

  it('lists every device, and the apps of company devices only', async () => {
    const devices = await lens.list('devices?sort=-lastSeenAt');
    const ids = company.fleet.estate.devices.map((device) => device.id);
    expect(devices.map(({ externalId }) => externalId).sort()).toEqual(ids.sort());
    const [owned] = companyDevices();
    const personal = company.fleet.estate.devices.find((device) => device.ownership === 'personal');
    if (!owned || !personal) throw new RangeError('the estate lacks a kind of device');
    const appsListed = async (device: Device) => {
      const row = devices.find(({ externalId }) => externalId === device.id);
      return (await lens.list(`devices/${row?.id}/apps`)).map(({ title, version }) => `${title} ${version}`).sort();
    };
    expect(await appsListed(owned)).toHaveLength(appsOf(owned).length);
    expect(await appsListed(personal)).toEqual([]);
  });

  it('counts apps as the company has them', async () => {
    const app = z.object({ title: z.string(), version: z.string(), platform: z.string(), devices: z.number() });
    const installed = companyDevices().flatMap(appsOf);
    // They are counted behind the poll.
    const items = await eventually('apps are counted', async () => {
      const listed = await lens.get(z.object({ items: z.array(app) }), 'apps?limit=1000');
      return listed.items.length > 0 ? listed.items : undefined;
    });
    const counted = items.map(({ title, version, platform }) => ({
      title,
      version,
      platform,
      devices: installed.filter(
        (one) => one.title.name === title && one.version === version && one.title.platform === platform,
      ).length,
    }));
    expect(items).toEqual(counted);
  });

  it('counts devices of a day, and nothing of few people', async () => {
    const counted = await eventually('the numbers of the day', async () => {
      // That of the start may be under way, and have been too early.
      await lens.tick('statistics');
      const items = await lens.list('statistics?metric=devices.ownership&source=*&fields=day,dimension,value&sort=id');
      // Of one day: another one may begin meanwhile.
      const of = items.filter(({ day }) => day === items.at(-1)?.day);
      return of.length > 0 ? of.map(({ dimension, value }) => ({ dimension, value })) : undefined;
    });
    const { devices } = company.fleet.estate;
    expect(counted.reduce((sum, { value }) => sum + Number(value), 0)).toBe(devices.length);
    expect(counted).toContainEqual({ dimension: 'company', value: companyDevices().length });
  });

  it('tells what changed at a device, for a purpose that is named', async () => {
    const [device] = companyDevices();
    if (!device) throw new RangeError('no device');
    company.fleet.estate.updateDevice(device.id, { compliance: device.compliance === 'error' ? 'compliant' : 'error' });
    await lens.poll('intune');
    const row = (await lens.list('devices')).find(({ externalId }) => externalId === device.id);
    const path = `devices/${row?.id}/changes`;
    expect((await lens.request(path)).status).toBe(400);
    const changes = await lens.list(path, PURPOSE);
    expect(changes).toContainEqual(expect.objectContaining({ kind: 'changed', parameter: 'complianceState' }));
  });

  it('loses a user who was removed in Graph and in the directory, from list, search and detail', async () => {
    const leaver = personWith(({ origin, alias }) => origin === 'synced' && /^[a-z]{4,}\.[a-z]{4,}$/.test(alias));
    const before = await found(leaver.userPrincipalName);
    expect(before.users).toHaveLength(1);
    company.fleet.estate.removeUser(leaver.id);
    await lens.poll('intune');
    // The directory has not been read yet: its view is what is left.
    const id = before.users[0]?.id;
    expect((await lens.get(user, `users/${id}`)).views).toEqual({ directory: [expect.anything()], emm: [] });
    await lens.poll('directory');
    expect((await lens.request(`users/${id}`)).status).toBe(410);
    for (const text of [leaver.userPrincipalName, leaver.displayName, leaver.surname]) {
      const { users } = await found(text);
      expect(users.filter(({ userPrincipalName }) => userPrincipalName === leaver.userPrincipalName)).toEqual([]);
    }
    const users = await lens.list('users');
    expect(users.map(({ userPrincipalName }) => userPrincipalName)).not.toContain(leaver.userPrincipalName);
    const devices = await lens.list('devices');
    expect(devices.map(({ userPrincipalName }) => userPrincipalName)).not.toContain(leaver.userPrincipalName);
  });

  it('loses a user whom only the directory knew', async () => {
    const leaver = personWith(({ origin }) => origin === 'directory');
    expect((await found(leaver.userPrincipalName)).users).toHaveLength(1);
    company.fleet.estate.removeUser(leaver.id);
    await lens.poll('directory');
    expect((await found(leaver.userPrincipalName)).users).toEqual([]);
  });

  it('loses a device that was removed in Graph, with its apps', async () => {
    const [device] = companyDevices();
    const row = (await lens.list('devices')).find(({ externalId }) => externalId === device?.id);
    if (!device || !row) throw new RangeError('no device');
    company.fleet.estate.removeDevice(device.id);
    const { datasets, lastPoll } = await lens.poll('intune');
    expect(lastPoll?.rowsRemoved).toBe(1);
    expect((await lens.request(`devices/${row.id}`)).status).toBe(410);
    expect(datasets.device?.rows).toBe(company.fleet.estate.deviceCount);
    expect(datasets.device_app?.rows).toBe(companyDevices().reduce((sum, d) => sum + appsOf(d).length, 0));
  });

  it('answers on every path that its description names', async () => {
    const { paths } = await lens.get(z.object({ paths: z.record(z.string(), item) }), 'openapi.json');
    const gets = Object.keys(paths).filter((path) => 'get' in (paths[path] ?? {}));
    expect(gets.length).toBeGreaterThan(15);
    for (const path of gets) {
      const asked = path.replace(/^\/api\//, '').replace(/\{\w+\}/, '999999999');
      const { status } = await lens.request(asked === 'search' ? 'search?q=an' : asked, { headers: PURPOSE });
      // Metrics are told where a token of their own is configured.
      expect([path, status]).toEqual([path, path.includes('{') || path === '/api/metrics' ? 404 : 200]);
    }
    const head = await lens.request('devices', { method: 'HEAD' });
    expect([head.status, head.headers.get('content-length'), await head.text()]).toEqual([200, null, '']);
    expect((await lens.request('devices')).headers.get('content-encoding')).toBe('gzip');
    expect((await lens.request('devices?format=csv')).headers.get('content-type')).toContain('text/csv');
  });

  it('logs each reading of personal data, with its purpose, and never the text that was looked for', () => {
    using database = new DatabaseSync(company.databaseFile(), { readOnly: true });
    const rows = z
      .array(z.object({ operation: z.string(), purpose: z.string().nullable(), text: z.string() }))
      .parse(
        database
          .prepare(
            "SELECT operation, purpose, principal || fields || filters || coalesce(sort, '') || coalesce(subject_hash, '') AS text FROM access_log",
          )
          .all(),
      );
    const operations = new Set(rows.map(({ operation }) => operation));
    // Every list was asked for, and what is told of it is logged.
    const lists = queryEndpoints.filter(
      ({ method, route, dataset }) => method === 'GET' && dataset && !/\{/.test(route),
    );
    // Of what left, too.
    const shown = ['showDevice', 'showUser'];
    const asked = [...lists.map(({ name }) => name), 'listDeviceApps', 'listDeviceChanges', ...shown];
    expect([...operations].sort()).toEqual(asked.sort());
    const changes = rows.filter(({ operation }) => operation === 'listDeviceChanges');
    expect(changes.map(({ purpose }) => purpose)).toEqual(changes.map(() => 'service-desk'));
    const texts = rows.map(({ text }) => text);
    expect(leaks(company.fleet, texts, [...company.secrets, lens.key])).toEqual([]);
  });

  it('sends to the vendor, byte for byte, what the history of the licence check shows', async () => {
    const { received } = company.fleet.license;
    await eventually('it is sent', async () => received.length || undefined);
    await lens.line(/licence check was answered/);
    const { items } = await lens.get(licenseHistory, 'license/history');
    expect(items.map(({ payload }) => payload)).toEqual(received.map(({ body }) => body.toString('utf8')));
    expect(items).toEqual([
      { payload: expect.any(String), status: 200, errorCode: null, answerCode: 'wrong-signature' },
    ]);
    const sent = received.map(({ path, headers, body }) => `${path} ${JSON.stringify(headers)} ${body}`);
    // Its own address stands in the host header.
    expect(leaks(company.fleet, sent, company.secrets).filter((leak) => !leak.startsWith('address'))).toEqual([]);
    const preview = await (await lens.request('license/preview')).text();
    expect(leaks(company.fleet, [preview], company.secrets)).toEqual([]);
  });

  it('refuses a wrong key', async () => {
    for (const headers of [{ 'x-functions-key': 'wrong' }, { 'x-functions-key': '' }])
      expect((await lens.request('users', { headers })).status).toBe(401);
  });

  it('ends orderly when it is told to', async () => {
    expect(await lens.stop()).toBe(0);
  });

  it('writes no personal datum and no secret into its log', () => {
    expect(company.output.length).toBeGreaterThan(50);
    expect(leaks(company.fleet, company.output, [...company.secrets, lens.key])).toEqual([]);
  });
});
