// The search over people and devices that two systems know in part: what the service desk types, through the endpoint, its
// access log included; deep pages against first ones. CPU of the collector, not time: the embedded database computes there,
// and whatever else the machine does slows it.

import { termsChange, writeTerms } from '../lib/mirror/terms.ts';
import { verifyTerms } from '../lib/mirror/terms-anew.ts';
import { queryEndpoints } from '../lib/query/endpoints.ts';
import type { EngineName, Store } from '../lib/store/index.ts';
import { type Client, clientOf, dependenciesOver } from '../test/http/api.ts';
import { mirrored } from '../test/query/estate.ts';
import { openTestStore, writeFreely } from '../test/store/databases.ts';
import { cpuSeconds } from './cpu.ts';
import { quantile } from './quantiles.ts';
import type { Result } from './report.ts';

type Row = Readonly<Record<string, unknown>>;

const SYLLABLES =
  'an ber ca do el fri ga ha in jo kla lu ma no ol pe qui ro schu ti ul vo wag xa yv zi mü sö łu ßen'.split(' ');
const SCRIPTS = ['иван', 'οδυσ', '王小', 'محم', 'ガスト'];
const GIVEN = 400;
const SURNAMES = 8_000;

const at = <T>(list: readonly T[], i: number): T => list[i % list.length] as T;
const word = (i: number): string => {
  const own = i % 40 === 0 ? at(SCRIPTS, i / 40) : at(SYLLABLES, i);
  return `${own}${at(SYLLABLES, Math.floor(i / 7) + 3)}${at(SYLLABLES, Math.floor(i / 211))}${i % 3 ? '' : at(SYLLABLES, i * 5)}`;
};
/** Few names are many people's. */
const often = (i: number, of: number): number => Math.floor(of * (((i * 2_654_435_761) % 2 ** 32) / 2 ** 32) ** 3);

function person(i: number): Row {
  const [given, surname] = [word(often(i, GIVEN)), word(1_000 + often(i * 7 + 1, SURNAMES))];
  const address = `${given}.${surname}${i}@mail.example`;
  return {
    external_id: `p${i}`,
    given_name: given,
    surname,
    display_name: `${given} ${surname}`,
    user_principal_name: address,
    mail: address,
    phone_number: '+49151********',
    phone_number_hash: i.toString(16).padStart(32, 'a'),
  };
}

const device = (i: number): Row => ({
  external_id: `d${i}`,
  user_external_id: `p${i % 1_000}`,
  device_name: `${word(often(i, GIVEN))}s phone ${i}`,
  serial_number: `C${(i * 7_919).toString(36).toUpperCase().padStart(9, 'X')}`,
  imei: String(350_000_000_000_000 + i * 7_919_777),
  wifi_mac: (0xa4_00_00_00_00_00 + i * 99_991).toString(16).toUpperCase(),
  user_principal_name: `${word(often(i, GIVEN))}.${i}@mail.example`,
  platform: 'ios',
  ownership: 'company',
});

export async function measureSearch(engine: EngineName, people: number): Promise<readonly Result[]> {
  const { store, remove } = await openTestStore(engine);
  try {
    const loaded = ((await cpuSeconds(() => load(store, people))) * 1e6) / (3.5 * people);
    await verifyTerms(store);
    const call = clientOf(queryEndpoints, async () => dependenciesOver(store));
    const get = async (path: string): Promise<string> => {
      const { status, text } = await call(path);
      if (status !== 200) throw new Error(`${path.slice(0, 20)}.. answered ${status}`);
      return text;
    };
    const byKey = await timesOf(get, (i) => `devices/${1 + ((i * 7_919) % people)}`);
    const first = await timesOf(get, (i) => `search?q=${encodeURIComponent(at(typed(people, i), i))}`);
    const deep = await deepPages(call);
    const what = `search among ${people} people and ${2 * people} devices`;
    const p = (of: readonly number[], share: number) => quantile(of, share).toFixed(1);
    return [
      {
        engine,
        what: `${what}, p99 of CPU, against 30 ms`,
        measured: `p50 ${p(first, 0.5)} ms, p99 ${p(first, 0.99)} ms; a device by its id ${p(byKey, 0.5)}, ${p(byKey, 0.99)}`,
        ratio: quantile(first, 0.99) / 30,
        target: { atMost: 1 },
      },
      {
        engine,
        what: `${what}, pages behind the hundredth against first ones, p50`,
        measured: `${p(deep.last, 0.5)} ms against ${p(deep.first, 0.5)} ms`,
        ratio: quantile(deep.last, 0.5) / quantile(deep.first, 0.5),
        target: { atMost: 1.2 },
      },
      {
        engine,
        what: 'first load of rows with what they are found by',
        measured: `${loaded.toFixed(0)} µs CPU a row`,
        ratio: loaded / 1_000,
        target: null,
      },
    ];
  } finally {
    await remove();
  }
}

/** What is typed of one person and one device. */
function typed(people: number, i: number): readonly string[] {
  const [who, what] = [person((i * 7_919) % people), device((i * 104_729) % (2 * people))];
  const text = (row: Row, name: string) => String(row[name]);
  return [
    text(who, 'surname'),
    text(who, 'surname').slice(0, 3),
    text(who, 'surname').slice(0, 1),
    `${who.surname}, ${who.given_name}`,
    `${text(who, 'given_name').slice(0, 3)} ${text(who, 'surname').slice(0, 3)}`,
    text(who, 'mail'),
    text(who, 'given_name'),
    text(what, 'imei'),
    text(what, 'imei').slice(-6),
    text(what, 'serial_number').slice(0, 4),
    text(what, 'device_name'),
    'phone',
    '+49 151 2345678',
    'zzzz nobody',
  ];
}

const CALLS = 1_400;

async function timesOf(
  get: (path: string) => Promise<string>,
  path: (i: number) => string,
): Promise<readonly number[]> {
  const times: number[] = [];
  for (let i = 0; i < CALLS; i += 1) {
    const taken = 1_000 * (await cpuSeconds(() => get(path(i))));
    if (i >= CALLS / 10) times.push(taken);
  }
  return times;
}

/** A word that most devices have, page by page. */
async function deepPages(
  call: Client,
): Promise<{ readonly first: readonly number[]; readonly last: readonly number[] }> {
  const times: number[] = [];
  for (let cursor = ''; times.length < 200; ) {
    const taken = await cpuSeconds(async () => {
      const { body } = await call(`search?q=phone${cursor}`);
      cursor = `&cursor=${Object(body).nextCursor}`;
    });
    times.push(1_000 * taken);
  }
  return { first: times.slice(10, 60), last: times.slice(-50) };
}

async function load(store: Store, people: number): Promise<void> {
  const mirrors = [
    ['directory_user', people, person],
    ['emm_user', people / 2, person],
    ['device', 2 * people, device],
  ] as const;
  for (const [dataset, count, of] of mirrors)
    for (let from = 0; from < count; from += 2_000) {
      const some = Array.from({ length: Math.min(2_000, count - from) }, (_, i) => i + from);
      const rows = some.map((i) => mirrored(dataset, `${dataset}${i}`, { ...of(i), attributes: null }));
      await writeFreely(store, async (tx) => {
        if (dataset === 'directory_user')
          await tx.insert(
            'subject',
            rows.map(({ display_name, mail, first_seen_at }) => ({
              present: true,
              display_name,
              user_principal_name: mail,
              mail,
              sources: 1,
              created_at: first_seen_at,
              changed_at: first_seen_at,
            })),
          );
        const linked = rows.map((row, i) =>
          dataset === 'device' ? row : { ...row, subject_id: from + i + 1, subject_link: 'own' },
        );
        await tx.insert(dataset, linked);
        const fresh = rows.flatMap((values) =>
          values.record_key instanceof Uint8Array ? [{ key: values.record_key, values }] : [],
        );
        await writeTerms(tx, dataset, await termsChange(dataset, fresh, []));
      });
    }
}
