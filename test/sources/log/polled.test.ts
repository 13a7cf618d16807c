// Logs by mapping in a directory, read by polls as the sources file has them, and asked for by the API.
import { appendFileSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { hashPhone } from '../../../lib/numbers/phone.ts';
import { processingRecord } from '../../../lib/privacy/processing.ts';
import { queryEndpoints } from '../../../lib/query/endpoints.ts';
import { forgetHashes } from '../../../lib/retention/forget-hashes.ts';
import { clientOf, dependenciesOver, PURPOSE } from '../../http/api.ts';
import { ScriptedSource, wholePass } from '../../ingest/scripted.ts';
import { steadyNow } from '../../steady-clock.ts';
import { onEachEngine } from '../../store/stores.ts';
import { clock, readLog } from '../http-proxy/reading.ts';
import { sourceOf } from '../source-of.ts';
import { documented } from './mappings.ts';

const HOUR = 3_600_000;
const NOW = steadyNow();
const at = (hoursAgo: number): Date => new Date(Math.floor(NOW / 1_000) * 1_000 - hoursAgo * HOUR);

onEachEngine((open) => {
  let folder = '';
  let number = 0;
  /** Of the test: nothing is in common. */
  let name = '';
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'lens-mapped-'));
    number += 1;
    name = `mapped-${number}`;
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  async function read(source: string, more: object = {}) {
    const { name: _, type, ...settings } = { ...documented().get(source) };
    const receipt = await readLog(open().store, name, { ...settings, paths: [folder], ...more }, String(type));
    expect(receipt).toMatchObject({ outcome: 'complete', error: null });
    return receipt;
  }
  const call = clientOf(queryEndpoints, async () => ({ ...dependenciesOver(open().store), clock }));
  async function items(target: string): Promise<readonly Record<string, unknown>[]> {
    const { status, body } = await call(`${target}?source=${name}`, { headers: { 'x-purpose': PURPOSE } });
    expect([target, status]).toEqual([target, 200]);
    return Object(body).items;
  }
  const linesOfHour = async (): Promise<unknown> => {
    const runs = open().store.db.selectFrom('poll_run').select('lines').where('source', '=', name);
    return (await runs.execute()).map(({ lines }) => JSON.parse(lines ?? '{}'))[0];
  };
  /** Anna, with a phone that a management system knows by its number, and one that is hers. */
  async function company(): Promise<ScriptedSource> {
    const emm = new ScriptedSource(open().store);
    const user = { external_id: 'u1', user_principal_name: `anna@${name}`, mail: `anna@${name}` };
    const of = { user_external_id: 'u1' };
    await emm.poll(() => [
      ...wholePass([user], 'emm_user'),
      ...wholePass([
        { external_id: 'd1', ownership: 'company', phone_number: `+4915112345${100 + number}`, ...of },
        { external_id: 'd2', ownership: 'personal', phone_number: `+4915112345${500 + number}`, ...of },
      ]),
    ]);
    return emm;
  }

  describe('calls', () => {
    const HEAD = '"Name.ID","Type of Call","Name","Phone Number","Start Date","Elapsed Time","Memo"\n';
    const clockOf = (when: Date): string => {
      const [day = '', time = ''] = when.toISOString().split(/[T.]/);
      const [year, month, date] = day.split('-');
      const hour = Number(time.slice(0, 2));
      return `${month}/${date}/${year} ${String(hour % 12 || 12).padStart(2, '0')}${time.slice(2)} ${hour < 12 ? 'AM' : 'PM'}`;
    };
    const line = (who: string, party: string, when: Date, memo = ''): string =>
      `"${who}","Outgoing Call","Ben, Dr.","${party}","${clockOf(when)}","00:01:00","${memo}"\n`;
    const write = (file: string, ...lines: readonly string[]): void =>
      appendFileSync(join(folder, file), lines.join(''));

    it('are told once each, masked, of whoever has the name, however the file is named and put together', async () => {
      await company();
      const who = `anna@${name}`;
      write(
        'PhoneCallLog_1.csv',
        '"3.0"\n',
        HEAD,
        line(who, '0151 99887766', at(5)),
        line(who, '0151 99887766', at(5)),
      );
      await read('phone-calls', { zone: 'UTC' });
      write('PhoneCallLog_1.csv', HEAD, line(who, '110', at(4), 'two\nlines, ""quoted""'), '"open');
      renameSync(join(folder, 'PhoneCallLog_1.csv'), join(folder, 'PhoneCallLog_0.csv'));
      await read('phone-calls', { zone: 'UTC' });
      await read('phone-calls', { zone: 'UTC' });
      const calls = await items('calls');
      const anna = {
        userId: expect.stringMatching(/^\d+$/),
        direction: 'outgoing',
        durationSeconds: 60,
        deviceId: null,
      };
      const mobile = {
        ...anna,
        number: '+49151********',
        numberKind: 'mobile',
        numberCountry: 'DE',
        occurredAt: at(5).toISOString(),
      };
      expect(calls).toMatchObject([
        { ...anna, number: '***', numberKind: 'short', occurredAt: at(4).toISOString() },
        mobile,
        mobile,
      ]);
      expect(await linesOfHour()).toEqual({ read: 3, ignored: {}, rejected: {}, doubted: {} });
      const [user] = new Set(calls.map(({ userId }) => userId));
      expect(await items(`users/${user}/calls`)).toHaveLength(3);
      const stored = JSON.stringify(await open().store.db.selectFrom('call').selectAll().execute());
      expect(stored).not.toMatch(/99887766|Ben|quoted|anna/);
    });

    it('are found by the hash of their number, which is that of the same number of a device', async () => {
      await company();
      write('calls.csv', HEAD, line(`anna@${name}`, `0151 12345${100 + number}`, at(1)));
      await read('phone-calls', { zone: 'UTC' });
      const hash = hashPhone(`+4915112345${100 + number}`, 'a test key of thirty-two letters');
      const found = async (target: string) =>
        Object((await call(target, { headers: { 'x-purpose': PURPOSE } })).body).items;
      expect(await found(`calls?numberHash=${hash}`)).toMatchObject([{ source: name, direction: 'outgoing' }]);
      expect(await found(`devices?phoneNumberHash=${hash}`)).toMatchObject([{ externalId: 'd1' }]);
    });

    it('of a line are those of the device that has the number, where it is the company’s', async () => {
      const emm = await company();
      const said = (line: string, party: string): string =>
        `${JSON.stringify({ call: { start: at(2).getTime(), kind: 'out', party, took: 61_000 }, caller: { line } })}\n`;
      write(
        'pbx.json',
        said(`+4915112345${100 + number}`, '+436641234567'),
        said(`+4915112345${500 + number}`, '+491'),
        said('+498912345', '+492'),
      );
      write('pbx.json', `{"call":{"scope":"internal"}}\n`, '{"call":{"kind":"out"}}\n');
      const { rejected } = await read('pbx');
      const calls = await items('calls');
      const [device] = (await emm.rows('device')).filter((row) => row.external_id === 'd1');
      const [anna] = await emm.rows('emm_user');
      const own = { deviceId: String(device?.id), userId: String(anna?.subject_id), unmanaged: false };
      const nobodys = { deviceId: null, userId: null, unmanaged: true };
      expect(calls).toHaveLength(2);
      expect(calls).toEqual(
        expect.arrayContaining([
          expect.objectContaining({ durationSeconds: 61, numberCountry: 'AT', numberKind: 'mobile', ...own }),
          expect.objectContaining(nobodys),
        ]),
      );
      expect(await items(`devices/${device?.id}/calls`)).toEqual(calls.filter(({ deviceId }) => deviceId !== null));
      expect(await linesOfHour()).toEqual({
        read: 5,
        ignored: { 'not-wanted': 1 },
        rejected: { time: 1 },
        doubted: {},
      });
      expect(rejected).toBe(2);
      // It turns out to be somebody's own.
      await emm.poll(() => wholePass([{ external_id: 'd1', ownership: 'personal', user_external_id: 'u1' }]));
      expect(await items('calls')).toMatchObject([nobodys]);
    });

    it('that are read before the systems are those of the devices that these tell of, but for numbers of several', async () => {
      const said = (line: string): string =>
        `${JSON.stringify({ call: { start: at(2).getTime(), kind: 'out', took: 1 }, caller: { line } })}\n`;
      write('pbx.json', said(`+4915112345${100 + number}`), said(`+4915112345${500 + number}`), said('+4915112345999'));
      await read('pbx');
      expect((await items('calls')).map(({ unmanaged }) => unmanaged)).toEqual([true, true, true]);
      const emm = new ScriptedSource(open().store);
      const twice = ['d7', 'd8'].map((id) => ({
        external_id: id,
        ownership: 'company',
        phone_number: '+4915112345999',
      }));
      await emm.poll(() => wholePass(twice));
      await company();
      const calls = await items('calls');
      // The one that is Anna's own has left.
      expect(calls.map(({ deviceId, unmanaged }) => [deviceId !== null, unmanaged]).sort()).toEqual([
        [false, true],
        [true, false],
      ]);
    });
  });

  describe('messages', () => {
    const HEAD = '"Name.ID","Email Address","Type of Message","To","From","Body","Send/Received Date"\n';
    const write = (): void =>
      writeFileSync(
        join(folder, 'SMSLog_1.csv'),
        `${HEAD}"a","anna@${name}","Outgoing","+4915112345678,+43664123456","","The secret\nplan","${at(3).toISOString()}"\n`,
      );

    it('have no content, unless the source names what for; then the record of processing tells it, and it leaves with that', async () => {
      await company();
      write();
      const content = async () => (await items('messages')).map((item) => [item.kind, item.recipients, item.content]);
      await read('text-messages');
      expect(await content()).toEqual([['SMS', 2, null]]);
      expect(await items('messages')).toMatchObject([
        { number: null, numberKind: 'mobile', numberCountries: ['AT', 'DE'] },
      ]);
      name = `${name}-content`;
      write();
      const why = { content: 'Finds what an attacker wrote.' };
      await read('text-messages', why);
      expect(await content()).toEqual([['SMS', 2, 'The secret\nplan']]);
      const source = { ...documented().get('text-messages'), ...why };
      const record = await processingRecord({ RETENTION_DAYS: 30, RETENTION_OVERRIDES: {}, UNVERIFIED_DAYS: 30 }, [
        sourceOf('log', source),
      ]);
      const named = record.flatMap(({ dataset, sources }) => sources.map((one) => ({ dataset, ...one })));
      const purpose = 'Explains costs of text messages of company devices.';
      expect(named).toEqual([
        { dataset: 'message', name: 'text-messages', purpose },
        { dataset: 'message', name: 'text-messages', purpose: why.content, field: 'content' },
      ]);
      await read('text-messages');
      expect(await content()).toEqual([['SMS', 2, null]]);
      const rows = await open().store.db.selectFrom('message').selectAll().execute();
      expect(JSON.stringify(rows)).not.toMatch(/secret|plan|12345678|664123456/);
    });
  });

  describe('what an operator sends once a month', () => {
    it('is the sum of its rows of a day, and is what the last file tells of it, however often that is read', async () => {
      await company();
      const [year, month, date] = at(48).toISOString().slice(0, 10).split('-');
      const line = (home: string): string =>
        `${date}.${month}.${year};0151 12345${100 + number};M;GPRS/LTE;${home};0\r\n`;
      const sums = async () => {
        await read('carrier');
        return (await items('data-usage')).map(({ homeBytes }) => homeBytes);
      };
      const HEAD = 'Datum;Rufnummer;Teilnehmer;Dienst;Volumen Inland;Volumen Ausland\r\n';
      writeFileSync(join(folder, 'a.csv'), `Rechnung;1\r\n${HEAD}${line('10')}${line('5')}`);
      expect(await sums()).toEqual([15_000_000]);
      appendFileSync(join(folder, 'a.csv'), line('1'));
      expect(await sums()).toEqual([16_000_000]);
      writeFileSync(join(folder, 'b.csv'), `Rechnung;2\r\n${HEAD}${line('4')}${line('4')}`);
      expect([await sums(), await sums()]).toEqual([[8_000_000], [8_000_000]]);
      writeFileSync(join(folder, 'copy-of-a.csv'), `Rechnung;1\r\n${HEAD}${line('10')}${line('5')}${line('1')}`);
      expect(await sums()).toEqual([8_000_000]);
    });

    it('is mobile data of the devices that have the numbers, day by day, told once', async () => {
      const emm = await company();
      const day = (n: number): string =>
        at(24 * n)
          .toISOString()
          .slice(0, 10)
          .split('-')
          .reverse()
          .join('.');
      const line = (n: number, who: string, home: string, abroad: string, service = 'GPRS/LTE'): string =>
        `${day(n)};${who};M\u00fcller;${service};${home};${abroad}\r\n`;
      const own = `0151 12345${100 + number}`;
      const text = [
        'Rechnung;Oktober\r\n',
        'Datum;Rufnummer;Teilnehmer;Dienst;Volumen Inland;Volumen Ausland\r\n',
        line(3, own, '1.024,5', '0'),
        line(2, `49151 12345${100 + number}`, '17', '2,25'),
        line(2, own, '', '', 'Sprache'),
        line(2, `0151 12345${500 + number}`, '1', '1'),
        line(2, '030 999', '1', '1'),
        line(2, 'SIM 7', '1', '1'),
      ].join('');
      writeFileSync(join(folder, 'october.csv'), Buffer.from(text, 'latin1'));
      await read('carrier');
      writeFileSync(join(folder, 'october-again.csv'), Buffer.from(`${text}\r\n`, 'latin1'));
      await read('carrier');
      const hours = await open()
        .store.db.selectFrom('poll_run')
        .select('rejected')
        .where('source', '=', name)
        .execute();
      const rejected = hours.flatMap((hour) => JSON.parse(hour.rejected ?? '[]'));
      expect(rejected).toContainEqual({
        dataset: 'data_usage',
        field: 'deviceExternalId,day',
        reason: 'not phone',
        count: 1,
      });
      const iso = (n: number): string =>
        at(24 * n)
          .toISOString()
          .slice(0, 10);
      const all = await items('data-usage');
      expect(all.filter(({ deviceId }) => deviceId === null)).toMatchObject([
        { unmanaged: true, homeBytes: 1_000_000 },
      ]);
      const usage = all.filter(({ deviceId }) => deviceId !== null);
      expect(usage).toMatchObject([
        { day: iso(2), homeBytes: 17_000_000, roamingBytes: 2_250_000 },
        { day: iso(3), homeBytes: 1_024_500_000, roamingBytes: 0 },
      ]);
      const [device] = (await emm.rows('device')).filter((row) => row.external_id === 'd1');
      expect(new Set(usage.map(({ deviceId }) => deviceId))).toEqual(new Set([String(device?.id)]));
      expect(await items(`devices/${device?.id}/data-usage`)).toEqual(usage);
      const rows = await open().store.db.selectFrom('data_usage').selectAll().where('source', '=', name).execute();
      expect(JSON.stringify(rows.map(({ teller_hash: _, ...row }) => row))).not.toMatch(/12345|ller/);
      // A week later nothing tells any more which number it was that no system knew.
      await open().store.write(({ db }) =>
        db
          .updateTable('data_usage')
          .set({ waits_since: at(24 * 8) })
          .where('source', '=', name)
          .where('unmanaged', '=', true)
          .execute(),
      );
      const before = rows.find((row) => row.unmanaged);
      await forgetHashes(open().store, () => false);
      const [after] = (
        await open().store.db.selectFrom('data_usage').selectAll().where('source', '=', name).execute()
      ).filter((row) => row.unmanaged);
      expect([after?.device_hash, after?.home_bytes]).toEqual([null, before?.home_bytes]);
      expect(after?.device_external_id).not.toBe(before?.device_external_id);
      expect(after?.record_key).not.toEqual(before?.record_key);
    });
  });

  it('of a gateway counts what succeeded by the hour, without a time, and tells the rest one by one', async () => {
    await company();
    const line = (code: unknown, minute: number) => {
      const ts = Math.floor(NOW / HOUR) * HOUR - HOUR + minute * 60_000;
      const told = { ts, identity: { user: `anna@${name}` }, app: { bundleId: 'crm' }, code, dest: 'crm.example:443' };
      return `${JSON.stringify(told)}\n`;
    };
    const file = join(folder, 'gateway.json');
    writeFileSync(file, [line(0, 1), line('OK', 2), line('TLS_FAIL', 3), line('TLS_FAIL', 3)].join(''));
    await read('gateway');
    appendFileSync(file, line(0, 4));
    await read('gateway');
    const all = await items('app-access');
    const hour = new Date(Math.floor(NOW / HOUR) * HOUR - HOUR).toISOString();
    const counted = { appId: 'crm', occurredAt: hour, userId: expect.any(String), unmanaged: false };
    const failed = new Date(Date.parse(hour) + 180_000).toISOString();
    expect(all.toSorted((a, b) => Number(a.requests) - Number(b.requests))).toMatchObject([
      { ...counted, result: 'failure', code: 'TLS_FAIL', requests: 1, failedAt: failed },
      { ...counted, result: 'failure', code: 'TLS_FAIL', requests: 1, failedAt: failed },
      { ...counted, result: 'success', requests: 3, failedAt: null, host: 'crm.example' },
    ]);
  });
});
