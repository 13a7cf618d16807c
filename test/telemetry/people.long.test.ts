// A hundred megabytes of telemetry while people are asked for, stored and called by in every place that a span or a label
// could be made of: none of them is in what a receiver got.
import { HttpRequest, InvocationContext } from '@azure/functions';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { SourceError } from '../../lib/errors.ts';
import { guarded } from '../../lib/http/handler.ts';
import { measured } from '../../lib/http/measured.ts';
import { counters } from '../../lib/metrics/counters.ts';
import { createHttpClient } from '../../lib/net/client.ts';
import { beginTelemetry } from '../../lib/operations/telemetry.ts';
import { endRecording, span } from '../../lib/span.ts';
import { devices, ScriptedSource, wholePass } from '../ingest/scripted.ts';
import { openTestStore, type TestStore } from '../store/databases.ts';
import { receiver } from './receiver.ts';

const HUNDRED_MEGABYTES = 100e6;
const PEOPLE = Array.from({ length: 40 }, (_, i) => String(70_100_000 + i * 7));
const namesOf = (digits: string) => ({
  upn: `p${digits}@corp.example`,
  mail: `anna.smith.${digits}@mail.example`,
  name: `Anna Smith ${digits}`,
  phone: `+49151${digits}`,
  serial: `SN ${digits}`,
});

/** Numbers alone stand in times, too. */
const WORDS = [
  'Anna',
  'anna',
  'mith',
  'corp',
  'mail',
  ...PEOPLE.flatMap((digits) => [`p${digits}`, `49151${digits}`, `SN ${digits}`, `SN%20${digits}`]),
];

let got = 0;
const found = new Set<string>();
let store: TestStore;
let server: Awaited<ReturnType<typeof receiver>>;

beforeAll(async () => {
  store = await openTestStore();
  server = await receiver(({ path, body }) => {
    got += body.length;
    const text = body.toString('latin1');
    for (const word of WORDS) if (text.includes(word)) found.add(`${path} ${word}`);
    return undefined;
  });
});
afterAll(async () => {
  await endRecording();
  await server.close();
  await store.remove();
});

it('has no person in it', async () => {
  process.env.TEST_INSIGHTS = `InstrumentationKey=00000000-0000-0000-0000-000000000001;IngestionEndpoint=${server.url}`;
  const sending = await beginTelemetry({
    OTEL_EXPORTER_OTLP_ENDPOINT: server.url,
    OTEL_EXPORTER_OTLP_CERTIFICATE: server.caFile,
    APPLICATION_INSIGHTS: 'env:TEST_INSIGHTS',
  });
  const source = new ScriptedSource(store.store);
  const http = createHttpClient({
    caFile: server.caFile,
    signal: new AbortController().signal,
    clock: { now: () => new Date() },
    random: Math.random,
    log: { debug: () => {} },
  });
  const context = new InvocationContext({ logHandler: () => {} });
  for (let round = 0; got < HUNDRED_MEGABYTES; round++) {
    const { upn, mail, name, phone, serial } = namesOf(PEOPLE[round % PEOPLE.length] ?? '');
    const handler = measured(
      'users/{id}',
      guarded({ name: 'user', route: 'users/{id}' }, async () => {
        if (round % 3 === 0) throw new SourceError(name, { code: 'http-500', hint: upn });
        return { status: 200, body: name };
      }),
    );
    const url = `https://lens.test/api/users/${encodeURIComponent(upn)}?q=${encodeURIComponent(name)}&phone=${phone}`;
    const headers = { 'user-agent': name, 'x-purpose': mail, tracestate: upn, baggage: `user=${mail}` };
    for (let i = 0; i < 500; i++) await handler(new HttpRequest({ method: 'GET', url, headers }), context);
    // What a mistake of ours, or a hostile source, could bring into a fact that is text.
    for (const value of [upn, mail, name, phone, serial])
      await span(
        'poll',
        { source: value, dataset: value, outcome: value, code: value, host: value, route: value },
        () => span('outbound', { method: value, run: value }, async () => null),
      );
    if (round % 20 === 0) {
      counters.add('emmlens_polls_total', [name, upn]);
      const people = devices(20, (i) => ({ external_id: `${serial}-${i}`, device_name: name, phone_number: phone }));
      await source.poll(async function* () {
        await http.json({ url: `${server.url}/${encodeURIComponent(upn)}?q=${phone}` });
        yield* wholePass(people);
      });
      await sending?.measure();
    }
    await sending?.flush();
  }
  http.close();
  expect([...found]).toEqual([]);
  expect(got).toBeGreaterThan(HUNDRED_MEGABYTES);
});
