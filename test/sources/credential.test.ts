// A secret that a source refuses is tried once in a poll, however many requests need it, and each try is told.
import { describe, expect, it } from '@jest/globals';
import { SourceError } from '../../lib/errors.ts';
import { failure, statusError } from '../../lib/net/failure.ts';
import type { HttpResponse } from '../../lib/net/http.ts';
import { Credential, type Issued, tokenIn } from '../../lib/sources/credential.ts';
import { inParallel } from '../../lib/sources/in-parallel.ts';
import { wrongShape } from '../../lib/sources/wire.ts';

const clock = { now: () => new Date(Date.UTC(2026, 10, 24)) };
const refusal = (): SourceError => new SourceError('', { code: 'auth', hint: '', refusedSignIns: 1 });
const unauthorized: HttpResponse<unknown> = { status: 401, headers: {}, body: null };
const good: HttpResponse<unknown> = { status: 200, headers: {}, body: null };

/** Of a token server that answers in this way; counts how often it was asked. */
function credentialBy(issue: (asked: number) => Issued): { credential: Credential; asked: () => number } {
  let asked = 0;
  const credential = new Credential(clock, {
    name: 'The token server',
    keys: '`tokenUrl`',
    isApart: true,
    issue: async () => issue(++asked),
  });
  return { credential, asked: () => asked };
}

const endless = (text: string): Issued => ({ text, expiresAt: Number.POSITIVE_INFINITY });

describe('a credential', () => {
  it('that is refused is asked for by no later request', async () => {
    const { credential, asked } = credentialBy(() => {
      throw refusal();
    });
    for (let i = 0; i < 3; i += 1) await expect(credential.get()).rejects.toMatchObject({ refusedSignIns: 1 });
    expect(asked()).toBe(1);
  });

  it('that is refused before its time, and then not renewed, was tried twice', async () => {
    const { credential, asked } = credentialBy((turn) => {
      if (turn > 1) throw refusal();
      return endless('one');
    });
    await expect(credential.ask(async () => unauthorized)).rejects.toMatchObject({ refusedSignIns: 2 });
    await expect(credential.ask(async () => unauthorized)).rejects.toBeInstanceOf(SourceError);
    expect(asked()).toBe(2);
  });

  it('is renewed once by requests side by side, though it comes as the same text again', async () => {
    const { credential, asked } = credentialBy(() => endless('besng-basic always-the-same'));
    const first = Array.from({ length: 8 }, () => Promise.withResolvers<HttpResponse<unknown>>());
    const answers = first.map(({ promise }) => {
      let sent = 0;
      return credential.ask(() => (sent++ === 0 ? promise : Promise.resolve(good)));
    });
    // One after the other: each is refused when the one before it has a new one.
    for (const [i, { resolve }] of first.entries()) {
      resolve(unauthorized);
      expect((await answers[i])?.status).toBe(200);
    }
    expect(asked()).toBe(2);
  });
});

describe('a failure of the token server', () => {
  it.each([
    ['a redirect', statusError(302), 'sign-in-http-302', /^The token server redirects \(status 302\)/],
    ['no permission', statusError(403), 'sign-in-http-403', /^The token server answers with status 403/],
    ['no such page', statusError(404), 'sign-in-http-404', /^The token server answers with status 404/],
    ['a page', failure('not-json'), 'sign-in-not-json', /^The token server answers with what is no JSON/],
    ['another shape', wrongShape('It'), 'sign-in-wrong-shape', /^The token server answers in another shape/],
    ['a closed port', failure('refused'), 'refused', /^The token server cannot be reached, or broke off/],
  ])('is told as its own, with its keys, and it is asked once: %s', async (_, error, code, hint) => {
    const { credential, asked } = credentialBy(() => {
      throw error;
    });
    for (let i = 0; i < 5; i += 1)
      await expect(credential.get()).rejects.toMatchObject({
        code,
        hint: expect.stringMatching(hint),
        message: expect.stringContaining('The token server let nobody in.'),
      });
    await expect(credential.get()).rejects.toMatchObject({ hint: expect.stringContaining('`tokenUrl`') });
    expect(asked()).toBe(1);
  });

  it('is no failure of it where the poll has no more time', async () => {
    const { credential } = credentialBy(() => {
      throw new SourceError('', { code: 'time-budget', hint: 'as it was' });
    });
    await expect(credential.get()).rejects.toMatchObject({ code: 'time-budget', hint: 'as it was' });
  });
});

describe('a token', () => {
  it.each([
    ['seconds', 1800, 1800],
    ['seconds as text', '1800', 1800],
    ['nothing', null, 3600],
    ['nothing at all', undefined, 3600],
  ])('may tell its life as %s', (_, expires_in, seconds) => {
    const answer = { access_token: 'a', ...(expires_in === undefined ? {} : { expires_in }) };
    expect(tokenIn(answer, 3600)).toEqual({ text: 'a', seconds });
  });

  it.each([
    ['whose life is a word', 'soon', 'wrong-shape'],
    ['that lives for nothing', 0, 'token-ended'],
    ['that ended before', -5, 'token-ended'],
  ])('%s is refused', (_, expires_in, code) => {
    expect(() => tokenIn({ access_token: 'a', expires_in }, 3600)).toThrow(expect.objectContaining({ code }));
  });

  it('that ended before it came is asked for once, and the hint names what says so', async () => {
    const { credential, asked } = credentialBy(() => {
      const { text } = tokenIn({ access_token: 'a', expires_in: 0 }, 3600);
      return endless(text);
    });
    for (let i = 0; i < 3; i += 1)
      await expect(credential.get()).rejects.toMatchObject({
        code: 'sign-in-token-ended',
        hint: expect.stringContaining('`expires_in` is 0 or less'),
      });
    expect(asked()).toBe(1);
  });
});

describe('requests side by side', () => {
  it('tell of all refusals, whatever else failed before', async () => {
    const failed = new SourceError('', { code: 'http-500', hint: '' });
    const work = inParallel([failed, refusal(), refusal()], 3, async (error) => {
      throw error;
    });
    await expect(work).rejects.toMatchObject({ code: 'auth', refusedSignIns: 2 });
  });
});
