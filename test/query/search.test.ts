// The service desk's first question: who, or which device, is that? By every key, on each engine.
import { beforeAll, describe, expect, it } from '@jest/globals';
import { queryEndpoints } from '../../lib/query/endpoints.ts';
import { tellTermsMade } from '../../lib/search/made.ts';
import type { SourceRow } from '../../lib/sources/contract.ts';
import { type Client, clientOf, dependenciesOver, PHONE_KEY, PURPOSE } from '../http/api.ts';
import type { ScriptedSource } from '../ingest/scripted.ts';
import { readWhole, sourceOf } from '../search/polled.ts';
import { onEachEngine } from '../store/stores.ts';

interface Match {
  readonly field: string;
  readonly rank: string;
}
interface Item {
  readonly id: string;
  readonly displayName: string;
  readonly deviceName: string;
  readonly matched: readonly Match[];
  readonly deviceCount?: number;
}
interface Answer {
  readonly users: readonly Item[];
  readonly devices: readonly Item[];
  readonly cut: { readonly users: boolean; readonly devices: boolean };
  readonly nextCursor: string | null;
}

const person = (given: string, surname: string, account: string, number: string, more: SourceRow = {}): SourceRow => ({
  external_id: account,
  given_name: given,
  surname,
  display_name: `${given} ${surname}`,
  account_name: account,
  domain_account: `CORP\\${account}`,
  user_principal_name: `${account}@corp.example`,
  mail: `${given}.${surname}@mail.example`.toLowerCase(),
  phone_number: number,
  attributes: { employeeID: `E-77${number.slice(-4)}`, proxyAddresses: [`SMTP:${account}@old.example`, 'X500:/o=x'] },
  ...more,
});

const TWELVE = [
  person('Anna', 'Müller', 'amueller', '+49 151 20000001'),
  person('Bert', 'Meyer-Landrut', 'bmeyer', '0151/20000002'),
  person('Łucja', 'Łuczak', 'lluczak', '0049 151 20000003'),
  person('İnci', 'Şahin', 'isahin', '+49 (0)151 20000004'),
  person('ΟΔΥΣΣΕΥΣ', 'Παππάς', 'opappas', '0151 20000005'),
  person('Seán', 'O’Brien', 'sobrien', '0151-2000-0006'),
  person('Søren', 'Groß', 'sgross', '015120000007'),
  person('小明', '王', 'xwang', '+4915120000008'),
  person('Иван', 'Йовков', 'ijovkov', '0151 2000 0009'),
  person('Zoë', 'Strauß', 'zstrauss', '+49 151 20000010'),
  person('Anna', 'Maria Muster', 'amuster', '0151/20000011'),
  person('Dr. Jürgen', 'von der Tann', 'jtann', '+49-151-20000012'),
];

const text = (value: unknown): string => String(value);
/** Every key of a person, in a spelling that is not the stored one. */
const keysOf = (row: SourceRow): Readonly<Record<string, string>> => {
  const digits = text(row.phone_number).replace(/\D/g, '').slice(-8);
  return {
    surname: text(row.surname).toUpperCase(),
    'given name': text(row.given_name).toLowerCase(),
    'Surname, Given': `${row.surname}, ${row.given_name}`,
    'beginnings of both': `${text(row.given_name).slice(0, 3)} ${text(row.surname).slice(0, 3)}`,
    'account name': text(row.account_name).toUpperCase(),
    'account name with its domain': `corp\\${row.account_name}`,
    'employee id': text(Object(row.attributes).employeeID).replace('-', ''),
    'mail address': text(row.mail).toUpperCase(),
    'user principal name': text(row.user_principal_name),
    'another address': `${row.account_name}@OLD.example`,
    'phone, at home': `0151 ${digits.slice(0, 4)} ${digits.slice(4)}`,
    'phone, from abroad': `+49 151 ${digits}`,
    'phone, with 00': `0049151${digits}`,
  };
};

const SEVEN = Array.from({ length: 7 }, (_, i) => ({
  external_id: `device ${i}`,
  device_name: `LAPTOP-QX${i}7 of room ${i}`,
  serial_number: `C02-XK${i}QJG5`,
  imei: `35320911${i}48139${i}`,
  meid: `A10000009C7D${i}F`,
  phone_number: `+49 160 9000000${i}`,
  iccid: `8949020000${i}2345678${i}F`,
  wifi_mac: `A4B1C2D${i}E4F${i}`,
  udid: `00008030-001C2D${i}A3E87802${i}`,
  eas_device_id: `ApplDN${i}PLX7KGRY${i}`,
  user_principal_name: `room${i}@corp.example`,
  ownership: 'company',
  attributes: { imei2: `49015420${i}23751${i}` },
}));

const deviceKeysOf = (row: (typeof SEVEN)[number]): Readonly<Record<string, string>> => {
  const all = Object.entries({ ...row, ...row.attributes }).filter(
    ([name]) => !['external_id', 'ownership', 'attributes', 'phone_number', 'iccid'].includes(name),
  );
  const ends = all.filter(([name]) => !['device_name', 'user_principal_name'].includes(name));
  return {
    ...Object.fromEntries(all.map(([name, value]) => [name, text(value)])),
    ...Object.fromEntries(
      ends.map(([name, value]) => [`the last six of ${name}`, text(value).slice(-6).toLowerCase()]),
    ),
    ...Object.fromEntries(ends.map(([name, value]) => [`the beginning of ${name}`, text(value).slice(0, 16)])),
    'a word of its name': `qx${row.external_id.slice(-1)}7`,
    'MAC with colons': text(row.wifi_mac).replace(/(..)(?!$)/g, '$1:'),
    'IMEI in groups': text(row.imei).replace(/^(..)(......)(......)/, '$1 $2 $3 '),
    phone: text(row.phone_number).replace('+49 ', '0'),
    iccid: text(row.iccid).replace(/(....)/g, '$1 '),
  };
};

describe('search', () => {
  onEachEngine((open) => {
    let call: Client;
    const find = async (q: string, more = ''): Promise<Answer> => {
      const { status, body } = await call(`search?q=${encodeURIComponent(q)}${more}`, {
        headers: { 'x-purpose': PURPOSE },
      });
      expect(status).toBe(200);
      return body as Answer;
    };
    const names = ({ users, devices }: Answer) => [
      ...users.map((u) => u.displayName),
      ...devices.map((d) => d.deviceName),
    ];

    beforeAll(async () => {
      const { store } = open();
      call = clientOf(queryEndpoints, async () => dependenciesOver(store));
      const phoneKey = { phoneKey: PHONE_KEY };
      const read = async (
        source: ScriptedSource,
        dataset: 'directory_user' | 'emm_user' | 'device',
        rows: SourceRow[],
      ) => readWhole(source, dataset, rows, phoneKey);
      await read(sourceOf(store), 'directory_user', TWELVE);
      const known = TWELVE.map(({ account_name: _, domain_account: __, attributes: ___, ...row }) => row);
      const system = sourceOf(store);
      await read(system, 'emm_user', known.slice(0, 6));
      const owned = SEVEN.map((row, i) => ({ ...row, ...(i < 2 && { user_external_id: 'amueller' }) }));
      await read(system, 'device', owned);
      // The same hardware in another system, under another name.
      const again = owned.slice(0, 3).map((row) => ({ ...row, device_name: `Zweitname ${row.external_id}` }));
      const other = sourceOf(store);
      await read(other, 'emm_user', known.slice(0, 1));
      await read(other, 'device', again);
      await tellTermsMade(store);
    });

    it.each(TWELVE.map((row) => [text(row.display_name), row] as const))('finds %s by every key', async (name, row) => {
      const keys = keysOf(row);
      const found: Record<string, boolean> = {};
      for (const [key, typed] of Object.entries(keys)) found[key] = names(await find(typed)).includes(name);
      expect(found).toEqual(Object.fromEntries(Object.keys(keys).map((key) => [key, true])));
    });

    it.each(SEVEN.map((row) => [row.device_name, row] as const))('finds %s by every key', async (_, row) => {
      const keys = deviceKeysOf(row);
      const found: Record<string, number> = {};
      for (const [key, typed] of Object.entries(keys))
        found[key] = (await find(typed)).devices.filter(({ matched }) => matched.length > 0).length;
      const all = Object.keys(keys).map((key) => [key, key.startsWith('the beginning') ? expect.any(Number) : 1]);
      expect(found).toEqual(Object.fromEntries(all));
      expect(Object.values(found)).not.toContain(0);
    });

    it('finds a masked number by the whole of it alone', async () => {
      for (const part of ['+49 151 200000', '0151 2000000', '000001', '49151', '8949020', '894902000012345'])
        expect(names(await find(part))).toEqual([]);
      expect(names(await find('+4915120000001'))).toEqual(['Anna Müller']);
    });

    it('tells the whole value first, then beginnings, then words, and what matched', async () => {
      const { users } = await find('anna');
      expect(users.map((u) => u.displayName)).toEqual(['Anna Müller', 'Anna Maria Muster']);
      expect(users[0]?.matched).toEqual([
        { field: 'givenName', rank: 'exact' },
        { field: 'displayName', rank: 'beginning' },
        { field: 'mail', rank: 'beginning' },
      ]);
      const ranked = await find('mu');
      expect(ranked.users.map(({ displayName, matched: [first] }) => [displayName, first?.rank])).toEqual([
        ['Anna Müller', 'beginning'],
        ['Anna Maria Muster', 'word'],
      ]);
    });

    it('names one hardware once, by the row that answers best', async () => {
      const { devices } = await find('353209110481390');
      expect(devices).toMatchObject([{ matched: [{ field: 'imei', rank: 'exact' }] }]);
      expect((await find('zweitname')).devices).toHaveLength(3);
    });

    it('tells how many devices a person has, of which none may answer by itself', async () => {
      const { users, devices } = await find('anna');
      expect(users.map(({ displayName, deviceCount }) => [displayName, deviceCount])).toEqual([
        ['Anna Müller', 2],
        ['Anna Maria Muster', 0],
      ]);
      expect(devices).toEqual([]);
    });

    it.each(['s', 'l', 'room', 'müller'])(
      'says of %j that it was cut, and goes on: each once, none left out',
      async (q) => {
        const whole = await find(q);
        expect(whole).toMatchObject({ cut: { users: false, devices: false }, nextCursor: null });
        for (const limit of [1, 2, 3]) {
          const seen: string[] = [];
          let cursor: string | null = '';
          while (cursor !== null) {
            const page: Answer = await find(q, `&limit=${limit}${cursor && `&cursor=${cursor}`}`);
            expect(Math.max(page.users.length, page.devices.length)).toBeLessThanOrEqual(limit);
            expect(page.cut.users || page.cut.devices).toBe(page.nextCursor !== null);
            for (const name of names(page)) seen.push(name);
            cursor = page.nextCursor;
          }
          expect(seen.toSorted()).toEqual(names(whole).toSorted());
        }
      },
    );

    it('goes on with no cursor of another search', async () => {
      const { nextCursor } = await find('room', '&limit=1');
      expect((await call(`search?q=room&limit=1&cursor=${nextCursor}`)).status).toBe(200);
      expect((await call(`search?q=roo&cursor=${nextCursor}`)).status).toBe(400);
      expect((await call('search?q=room&cursor=x')).status).toBe(400);
    });

    it('finds in lists what it finds by itself', async () => {
      const list = async (path: string) =>
        Object((await call(path)).body).items.map((item: Item) => item.displayName ?? item.deviceName);
      expect(await list(`users?q=${encodeURIComponent('MÜLLER, anna')}&fields=displayName`)).toEqual(['Anna Müller']);
      expect(await list('users?q=+4915120000002&fields=displayName')).toEqual(['Bert Meyer-Landrut']);
      expect(await list('devices?q=qx37&fields=deviceName')).toEqual(['LAPTOP-QX37 of room 3']);
      expect(await list('devices?q=qx37&platform=ios')).toEqual([]);
    });

    it('finds nothing by text without letters and digits, and by nothing that is not there', async () => {
      for (const q of ['***', '€', 'zzzz', 'anna zzzz', "'; drop", '%', '_']) expect(names(await find(q))).toEqual([]);
    });
  });
});
