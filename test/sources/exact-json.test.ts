// Ids that are numbers of JSON: as many digits as they have, in every log of JSON.
import { expect, it } from '@jest/globals';
import { isNoId, parseExactly } from '../../lib/sources/exact-json.ts';
import { readSentry } from '../../lib/sources/logs/formats/sentry.ts';
import { zscalerReader } from '../../lib/sources/logs/formats/zscaler.ts';
import { mappingConfig } from '../../lib/sources/logs/mapping/config.ts';
import { recordFormat } from '../../lib/sources/logs/mapping/records.ts';
import { state } from './logs/lines.ts';

it('keeps integers that no number is exactly as they are written, and all else as JSON has it', () => {
  const text =
    '{"a": -7046402041534586881, "b":[9007199254740991,9007199254740993], "c":{"d":1.5,"e":"x, 1234567890123456789","f":1e30,"g":12345678901234567.5,"h":null}}';
  expect(parseExactly(text)).toEqual({
    ...JSON.parse(text),
    a: '-7046402041534586881',
    b: [9007199254740991, '9007199254740993'],
  });
});

const IDS = ['7046402041534586881', '7046402041534586882'] as const;
const eventOf = (reading: object): Record<string, unknown> => Object(Object(reading).event);

it.each(['', '"'])('tells records apart by the last digit of an id, with %j around it', (quote) => {
  const zscaler = IDS.map(
    (id) =>
      `{"sourcetype":"zscalernss-web","event":{"datetime":"2026-11-02 06:12:44","hostname":"a.example","status":"200","event_id":${quote}${id}${quote}}}`,
  );
  expect(zscaler.map((line) => eventOf(zscalerReader(null)(line, state())).recordId)).toEqual(IDS);
  const sentry = IDS.map((id) => `{"useCaseID":${quote}${id}${quote},"publishTime":"2026-11-02T06:12:44Z"}`);
  expect(sentry.map((line) => eventOf(readSentry(line, state())).useCase)).toEqual(IDS);
  const mapped = recordFormat(mappingConfig.parse({ lines: 'json', fields: { id: { from: 'call.id' } } }), []);
  const [find, reader] = [mapped.find('call.id'), mapped.begin(null)];
  const found = IDS.map((id) => {
    const reading = reader.read(`{"call":{"id":${quote}${id}${quote}}}`);
    return reading.is === 'record' ? find(reading.record) : reading;
  });
  expect(found).toEqual(IDS);
});

it('takes what was never given for no id', () => {
  for (const id of ['', '0', '000', '00000000-0000-0000-0000-000000000000']) expect(isNoId(id)).toBe(true);
  for (const id of ['1', '100', 'a-0', '10000000-0000-0000-0000-000000000000']) expect(isNoId(id)).toBe(false);
  for (const id of ['0', '"0"', '""', 'null']) {
    const zscaler = `{"datetime":"2026-11-02 06:12:44","hostname":"a.example","status":"200","event_id":${id}}`;
    expect(eventOf(zscalerReader(null)(zscaler, state())).recordId).toBeNull();
    const sentry = `{"useCaseID":${id},"publishTime":"2026-11-02T06:12:44Z"}`;
    expect(readSentry(sentry, state())).toEqual({ is: 'rejected', reason: 'key' });
  }
});
