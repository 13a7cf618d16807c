// A secret that a source refuses is tried once in a poll, however many requests need it, and each try is told.
import { describe, expect, it } from '@jest/globals';
import { SourceError } from '../../lib/errors.ts';
import type { HttpResponse } from '../../lib/net/http.ts';
import { Credential, tokenShape } from '../../lib/sources/credential.ts';
import { inParallel } from '../../lib/sources/in-parallel.ts';

const clock = { now: () => new Date(Date.UTC(2026, 10, 24)) };
const refusal = (): SourceError => new SourceError('', { code: 'auth', hint: '', refusedSignIns: 1 });
const unauthorized: HttpResponse<unknown> = { status: 401, headers: {}, body: null };

describe('a credential', () => {
  it('that is refused is asked for by no later request', async () => {
    let tries = 0;
    const credential = new Credential(clock, async () => {
      tries += 1;
      throw refusal();
    });
    for (let i = 0; i < 3; i += 1) await expect(credential.get()).rejects.toMatchObject({ refusedSignIns: 1 });
    expect(tries).toBe(1);
  });

  it('that is refused before its time, and then not renewed, was tried twice', async () => {
    let tries = 0;
    const credential = new Credential(clock, async () => {
      tries += 1;
      if (tries > 1) throw refusal();
      return { text: 'one', expiresAt: Number.POSITIVE_INFINITY };
    });
    await expect(credential.ask(async () => unauthorized)).rejects.toMatchObject({ refusedSignIns: 2 });
    await expect(credential.ask(async () => unauthorized)).rejects.toBeInstanceOf(SourceError);
    expect(tries).toBe(2);
  });
});

describe('a token', () => {
  it.each([
    ['seconds', 1800, 1800],
    ['seconds as text', '1800', 1800],
    ['nothing', null, 3600],
    ['nothing at all', undefined, 3600],
    ['a word', 'soon', undefined],
    ['less than nothing', -5, undefined],
  ])('may tell its life as %s', (_, expires_in, seconds) => {
    const answer = { access_token: 'a', ...(expires_in === undefined ? {} : { expires_in }) };
    expect(tokenShape(3600).safeParse(answer).data?.expires_in).toBe(seconds);
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
