// POST /api/rules/test: what rules say of rows that are sent.
import { describe, expect, it } from '@jest/globals';
import { rulesEndpoint } from '../../lib/operations/rules-endpoint.ts';
import { rulesIn } from '../../lib/settings/index.ts';
import { clientOf } from '../http/api.ts';
import { judgeOf } from '../http/contract.ts';
import { ScriptedSource } from '../ingest/scripted.ts';
import { onEachEngine } from '../store/stores.ts';
import { operatorsOf } from './application.ts';

const rule = (name: string, more: object) => ({ name, on: 'call', severity: 'high', ...more });
const PREMIUM = rule('premium', { is: { numberKind: ['premium'] } });
const ROWS = [
  { occurredAt: '2026-11-30T08:00:00Z', numberKind: 'mobile' },
  { occurredAt: '2026-11-30T08:00:00+01:00', numberKind: 'premium', durationSeconds: 90 },
];

onEachEngine((open) => {
  const { application } = operatorsOf(open);
  const judge = judgeOf([rulesEndpoint]);
  async function ask(body: object) {
    const { rules } = rulesIn([PREMIUM]);
    const app = { ...application(new ScriptedSource(open().store), () => []), rules };
    const call = clientOf([rulesEndpoint], async () => ({ ...app.api, application: app }));
    const called = await call('rules/test', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    judge(rulesEndpoint, called);
    return called;
  }

  describe('a test of rules', () => {
    it('says which row breaks which rule of the collector, and by what, and stores nothing', async () => {
      const { status, body } = await ask({ dataset: 'call', rows: ROWS });
      expect(status).toBe(200);
      const match = { row: 1, rule: 'premium', severity: 'high', matched: { numberKind: 'premium' }, counts: {} };
      expect(body).toEqual({ matches: [match], problems: [] });
      const { store } = open();
      for (const table of ['rule_hit', 'call', 'access_log'])
        expect(await store.rows.selectFrom(table).selectAll().execute()).toEqual([]);
    });

    it('takes rules that are sent in place of those, and says why one is not used', async () => {
      const long = rule('long', { atLeast: { durationSeconds: 60 } });
      const { body } = await ask({ dataset: 'call', rows: ROWS, rules: [long, rule('none', {})] });
      expect(body).toEqual({
        matches: [{ row: 1, rule: 'long', severity: 'high', matched: {}, counts: { durationSeconds: 90 } }],
        problems: [expect.stringContaining('rule 2 (none): needs a condition')],
      });
    });

    it('adds up rows where a rule has a window, as those of one person', async () => {
      const sum = { within: 'day', atLeast: { count: 2, durationSeconds: 100 }, purpose: 'Finds what is abused.' };
      const at = (day: number, durationSeconds: number) => ({
        occurredAt: `2026-11-0${day}T08:00:00Z`,
        durationSeconds,
      });
      const rows = [at(1, 60), at(2, 60), at(1, 30), at(1, 30), at(1, 500)];
      const { body } = await ask({ dataset: 'call', rows, rules: [rule('talks', sum)] });
      expect(body).toMatchObject({ matches: [{ row: 3, counts: { count: 3, durationSeconds: 120 } }], problems: [] });
    });

    it.each([
      [
        'a field that is not there',
        { durationSecond: 90 },
        'durationSecond',
        'call has no such field. One of: direction',
      ],
      ['a value that no row has', { numberKind: 'premum' }, 'numberKind', 'One of: mobile, fixed'],
      ['a list in place of a value', { numberKind: ['premium'] }, 'numberKind', 'One of: mobile, fixed'],
      ['a number as text', { durationSeconds: '90' }, 'durationSeconds', 'A whole number'],
      ['a text as number', { numberCountry: 49 }, 'numberCountry', 'A text.'],
      ['a name of a country', { numberCountry: 'Germany' }, 'numberCountry', 'A text of 2 characters at most'],
      ['a time of no day', { occurredAt: '08:00' }, 'occurredAt', 'An instant in RFC 3339'],
      ['no time', { occurredAt: undefined }, 'occurredAt', 'An instant in RFC 3339'],
    ])('refuses %s in a row, and says where and what is allowed', async (_, more, field, detail) => {
      const { status, body } = await ask({ dataset: 'call', rows: [ROWS[1], { ...ROWS[1], ...more }] });
      const wrong = { parameter: `body.rows.1.${field}`, detail: expect.stringContaining(detail) };
      expect([status, Object(body).errors]).toEqual([400, [wrong]]);
    });

    it('takes rows as lists answer them, with all that these have', async () => {
      const listed = { id: '7', source: 'log', userId: '1', deviceId: null, ownerSource: null, unmanaged: false };
      const { status, body } = await ask({ dataset: 'call', rows: [{ ...listed, ...ROWS[1], numberCountry: null }] });
      expect([status, Object(body).matches]).toEqual([200, [expect.objectContaining({ rule: 'premium' })]]);
    });

    it('refuses what is none, and repeats no value', async () => {
      for (const wrong of [
        { dataset: 'secret', rows: ROWS },
        { dataset: 'call', rows: [{ secret: 1 }] },
        { dataset: 'call', rows: [] },
      ]) {
        const { status, text } = await ask(wrong);
        expect([status, text.includes('secret')]).toEqual([400, false]);
      }
    });
  });
});
