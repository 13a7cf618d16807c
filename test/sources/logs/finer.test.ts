// Settings by which more is stored than parameters say: when they are turned off, what they stored leaves.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from '@jest/globals';
import type { EventDataset } from '../../../lib/catalog/index.ts';
import { onEachEngine } from '../../store/stores.ts';
import { readLog } from '../http-proxy/reading.ts';
import { squid } from '../http-proxy/squid-lines.ts';
import type { Settings } from '../source-of.ts';

onEachEngine((open) => {
  const rows = (dataset: EventDataset['name'], source: string) =>
    open().store.rows.selectFrom(dataset).selectAll().where('source', '=', source).execute();

  /** Reads the lines as the source has it, and then as it is set afterwards, with nothing new. */
  async function switched(type: string, text: string, before: Settings, after: Settings): Promise<string> {
    const paths = [mkdtempSync(join(tmpdir(), 'lens-finer-'))];
    const name = `finer-${type}`;
    try {
      writeFileSync(join(paths[0] ?? '', 'a.log'), text);
      for (const settings of [before, after])
        expect(await readLog(open().store, name, { paths, ...settings }, type)).toMatchObject({ outcome: 'complete' });
    } finally {
      for (const path of paths) rmSync(path, { recursive: true });
    }
    return name;
  }

  it('whole names of hosts leave, and categories stay', async () => {
    const at = new Date();
    const day = at.toISOString();
    const text = [
      '#Fields: date time cs-username cs-host sc-status cs-categories sc-filter-result\n',
      `${day.slice(0, 10)} ${day.slice(11, 19)} anna secret.project.example 403 "News" DENIED\n`,
    ].join('');
    const common = { format: 'w3c', detail: 'person', requests: true };
    const name = await switched('http-proxy', text, { ...common, hosts: 'full' }, common);
    expect((await rows('http_total', name)).map(({ kind }) => kind).sort()).toEqual([
      'category',
      'category-blocked',
      'category-failed',
    ]);
    expect(await rows('http_category', name)).toHaveLength(1);
    for (const dataset of ['http_traffic', 'http_request']) expect(await rows(dataset, name)).toEqual([]);
  });

  it('hours of what people do leave, and those of devices stay', async () => {
    const now = new Date().toISOString();
    const line = (command: string) =>
      `${now.slice(0, 10)} ${now.slice(11, 19)} POST /Microsoft-Server-ActiveSync/Proxy DeviceId=D1&Cmd=${command}&Log=SC1:1_ CORP\\a 200 5\n`;
    const fields = '#Fields: date time cs-method cs-uri-stem cs-uri-query cs-username sc-status time-taken\n';
    const text = fields + line('SendMail') + line('Search') + line('Ping');
    const name = await switched('exchange-activesync', text, { hours: true }, {});
    expect((await rows('pim_activity', name)).map(({ activity }) => activity)).toEqual(['ping']);
  });

  it('nothing leaves where they stay on', async () => {
    const at = Date.now();
    const settings = { format: 'squid', hosts: 'full' };
    const text = squid('anna', 'http://www.shop.example/', { at });
    const name = await switched('http-proxy', text, settings, settings);
    expect((await rows('http_total', name)).map(({ name: host }) => host)).toContain('www.shop.example');
  });
});
