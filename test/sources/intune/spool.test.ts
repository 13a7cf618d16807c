import { readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { describe, expect, it } from '@jest/globals';
import { Spool } from '../../../lib/sources/intune/spool.ts';

const left = () => readdirSync(tmpdir()).filter((name) => /^emm-lens-[0-9a-f]{8}-/.test(name));

describe('a spool', () => {
  it('gives each device once with all of its apps, whatever the order they came in', async () => {
    await using spool = new Spool();
    const devices = Array.from({ length: 500 }, (_, i) => `device-${i}`);
    for (const id of devices) await spool.addDevice(id, 'company');
    for (let round = 0; round < 20; round++)
      for (const id of devices)
        if (id !== 'device-7') await spool.addApp(id, { title: `App ${round} "ü€\n"`, padding: 'x'.repeat(200) });
    await spool.addApp('device-unknown', { title: 'lost' });
    const found = new Map<string, number>();
    for await (const [id, device] of spool.devices()) {
      expect(found.has(id)).toBe(false);
      expect(device.ownership).toBe('company');
      found.set(id, new Set(device.apps.map((a) => a.title)).size);
    }
    expect([...found.keys()].sort()).toEqual([...devices].sort());
    expect(found.get('device-7')).toBe(0);
    expect(found.get('device-8')).toBe(20);
  });

  it('gives a device as many apps as it may have, and is refused with one more', async () => {
    for (const [apps, refused] of [
      [20_000, false],
      [20_001, true],
    ] as const) {
      await using spool = new Spool();
      await spool.addDevice('one', 'company');
      for (let i = 0; i < apps; i++) await spool.addApp('one', {});
      const read = Array.fromAsync(spool.devices());
      if (refused) await expect(read).rejects.toMatchObject({ code: 'too-large' });
      else expect((await read)[0]?.[1].apps).toHaveLength(apps);
    }
  });

  it('leaves no file behind in the directory, even while it is open', async () => {
    await using spool = new Spool();
    const before = left();
    for (let i = 0; i < 200; i++) await spool.addApp('one', { text: 'y'.repeat(1000) });
    expect(left()).toEqual(before);
  });
});
