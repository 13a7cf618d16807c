// The report of apps, in the pieces in which it comes.
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createHttpClient } from '../../../lib/net/client.ts';
import { GraphClient } from '../../../lib/sources/graph/client.ts';
import { intuneConfig } from '../../../lib/sources/intune/config.ts';
import { readExport } from '../../../lib/sources/intune/export-job.ts';
import { appsOf } from '../../../local/fleet/estate/device.ts';
import { rowsOf } from '../polled.ts';
import { type Rig, startRig } from './rig.ts';

let rig: Rig;
beforeAll(async () => {
  rig = await startRig({ users: 5, devices: 60, appsPerDevice: 60 });
});
afterAll(() => rig.close());

describe('the report of apps', () => {
  it('gives its text as it is, wherever a piece of it ends within a character', async () => {
    // Characters of three bytes: nearly every end of a piece is within one.
    const titles = new Set(rig.estate.devices.flatMap((device) => appsOf(device).map(({ title }) => title)));
    for (const title of titles) title.name = `${'微信'.repeat(60)}${title.index}`;
    const poll = await rig.poll();
    expect(poll.error).toBeNull();
    const read = rowsOf(poll, 'device_app').map(({ title }) => String(title));
    expect(read.length).toBeGreaterThan(2_000);
    expect(read.filter((title) => !/^(微信){60}\d+$/.test(title))).toEqual([]);
  });

  it('is not read on when the poll ends', async () => {
    const end = new AbortController();
    const clock = { now: () => new Date() };
    const log = { debug: () => undefined };
    const http = createHttpClient({ caFile: rig.caFile, signal: end.signal, clock, random: () => 0, log });
    const graph = new GraphClient(intuneConfig.parse({ name: 'intune', type: 'intune', ...rig.settings }), {
      http,
      clock,
    });
    const rows = readExport({ graph, context: { http, signal: end.signal } }, 'AppInvRawData', ['DeviceId']);
    const read: unknown[] = [];
    const reading = async (): Promise<void> => {
      for await (const row of rows) {
        read.push(row);
        if (read.length === 3) end.abort();
      }
    };
    await expect(reading()).rejects.toMatchObject({ code: 'stopped' });
    expect(read).toHaveLength(3);
    http.close();
  });
});
