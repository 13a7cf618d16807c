import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import Papa from 'papaparse';
import { fromBuffer, type ZipFile } from 'yauzl';
import { appsOf } from '../../local/fleet/estate/device.ts';
import type { JsonObject } from '../../local/fleet/http/exchange.ts';
import { type Fleet, startFleet } from '../../local/fleet/index.ts';
import { bodyOf, FleetClient } from './client.ts';

const JOBS = '/v1.0/deviceManagement/reports/exportJobs';
const COLUMNS = ['DeviceId', 'ApplicationKey', 'ApplicationName', 'ApplicationVersion', 'UserName'];
let fleet: Fleet;
let client: FleetClient;

beforeAll(async () => {
  fleet = await startFleet({ users: 100, devices: 150, seed: 11 });
  client = new FleetClient(fleet);
  await client.signIn();
});
afterAll(async () => {
  client.close();
  await fleet.close();
});

async function request(select: string[]): Promise<JsonObject> {
  const body = JSON.stringify({ reportName: 'AppInvRawData', format: 'csv', select });
  const reply = await client.graph(JOBS, { method: 'POST', headers: { 'content-type': 'application/json' }, body });
  expect(reply.status).toBe(201);
  return bodyOf(reply);
}

/** Watches the job to its end; answers the states seen and the last answer. */
async function watch(job: JsonObject): Promise<{ states: string[]; job: JsonObject }> {
  const states = [String(job.status)];
  let seen = job;
  for (let i = 0; i < 1000 && seen.status !== 'completed'; i++) {
    seen = await client.page(`${JOBS}('${job.id}')`);
    if (states.at(-1) !== seen.status) states.push(String(seen.status));
  }
  return { states, job: seen };
}

function unzip(archive: Buffer): Promise<{ name: string; text: string }> {
  return new Promise((resolve, reject) => {
    fromBuffer(archive, { lazyEntries: true, validateEntrySizes: true }, (error: Error | null, zip: ZipFile) => {
      if (error) return reject(error);
      zip.on('entry', (entry) => {
        zip.openReadStream(entry, (problem, stream) => {
          if (problem) return reject(problem);
          const chunks: Buffer[] = [];
          stream.on('data', (chunk: Buffer) => chunks.push(chunk));
          stream.on('end', () => resolve({ name: entry.fileName, text: Buffer.concat(chunks).toString() }));
        });
      });
      zip.readEntry();
    });
  });
}

describe('an export of AppInvRawData', () => {
  it('passes notStarted and inProgress, and then holds one row for each app on each device', async () => {
    const { states, job } = await watch(await request(COLUMNS));
    expect(states).toEqual(['notStarted', 'inProgress', 'completed']);
    const { name, text } = await unzip((await client.send(String(job.url))).body);
    expect(name).toBe(`${job.id}.csv`);
    const { data, errors, meta } = Papa.parse<Record<string, string>>(text.replace(/^\uFEFF/, ''), {
      header: true,
      skipEmptyLines: true,
    });
    expect(errors).toEqual([]);
    expect(meta.fields).toEqual(COLUMNS);
    const expected = fleet.estate.devices.flatMap((device) =>
      appsOf(device).map((app) => [device.id, app.id, app.title.name, app.version]),
    );
    expect(data.map((row) => COLUMNS.slice(0, 4).map((column) => row[column]))).toEqual(expected);
  });

  it('brings the selected columns only, in that order', async () => {
    const { job } = await watch(await request(['Platform', 'DeviceId']));
    const { text } = await unzip((await client.send(String(job.url))).body);
    expect(text.slice(1, text.indexOf('\r'))).toBe('Platform,DeviceId');
  });

  it('is the state of the moment when it was asked for', async () => {
    const { job } = await watch(await request(['DeviceId']));
    const [gone] = fleet.estate.removeDevices(1);
    const { text } = await unzip((await client.send(String(job.url))).body);
    expect(text).toContain(gone);
  });

  it('refuses a bearer token at the blob address, and a wrong signature', async () => {
    const { job } = await watch(await request(['DeviceId']));
    const url = String(job.url);
    expect(new URL(url).port).not.toBe(new URL(fleet.systems.intune.url).port);
    expect((await client.graph(url)).status).toBe(400);
    expect(fleet.systems.intune.blobRequests.at(-1)).toMatchObject({ authorized: true, status: 400 });
    expect((await client.send(url.replace(/sig=.*/, 'sig=x'))).status).toBe(403);
    expect((await client.send(url)).headers['content-length']).toBeDefined();
  });

  it('refuses unknown reports and columns', async () => {
    const call = (body: object) => client.graph(JOBS, { method: 'POST', body: JSON.stringify(body) });
    expect((await call({ reportName: 'Nothing' })).status).toBe(400);
    expect((await call({ reportName: 'AppInvRawData', select: ['Nothing'] })).status).toBe(400);
    expect((await client.graph(`${JOBS}('AppInvRawData_x')`)).status).toBe(404);
  });
});
