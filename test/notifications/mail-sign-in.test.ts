// A mail server that refuses the password is asked seldom, by all collectors together: wrong tries lock accounts.
import { beforeEach, describe, expect, it } from '@jest/globals';
import { SourceError } from '../../lib/errors.ts';
import { signingIn } from '../../lib/notifications/mail-sign-in.ts';
import { writeStoredValue } from '../../lib/store/stored-values.ts';
import { emptyTables } from '../store/databases.ts';
import { onEachEngine } from '../store/stores.ts';

onEachEngine((open) => {
  beforeEach(async () => emptyTables(open().store));

  describe('a mail server that refused the password', () => {
    const account = { host: 'mail.example.org', port: 587, user: 'lens', password: 'wrong' };
    const refused = new SourceError('Refused.', { code: 'sign-in-refused', hint: '', refusedSignIns: 1 });
    const later = new SourceError('Later.', { code: 'try-later', hint: '' });
    const ended = new SourceError('It ended.', { code: 'reset', hint: '' });
    const tried: string[] = [];
    beforeEach(() => {
      tried.length = 0;
    });
    const sign = (password: string, answer: Error | null | Promise<Error>, asked = false) =>
      signingIn(open().store, { ...account, password }, { key: 'k'.repeat(16), asked }, async () => {
        tried.push(password);
        const thrown = await answer;
        if (thrown) throw thrown;
      }).catch(({ code }) => code);

    it('is not asked again with it until it has waited, and at once with another', async () => {
      expect(await sign('wrong', refused)).toBe('sign-in-refused');
      expect(await sign('wrong', refused)).toBe('sign-in-waits');
      expect(tried).toEqual(['wrong']);
      expect(await sign('right', null)).toBeUndefined();
      expect(await sign('wrong', refused)).toBe('sign-in-refused');
      const stored = await open().store.db.selectFrom('setting').select('value').execute();
      expect(JSON.stringify(stored)).not.toMatch(/wrong|right/);
    });

    it.each([
      ['that it refuses', refused, 'sign-in-waits'],
      ['that it cannot check for now, of which it may be asked again', later, 'try-later'],
      ['with which the connection ends', ended, 'sign-in-waits'],
    ])('is asked twice within half an hour with one %s, whoever asks', async (_, answer, second) => {
      expect(await sign('one', answer)).toBe(answer.code);
      expect(await sign('one', answer)).toBe(second);
      for (const password of ['one', 'two', 'three']) await sign(password, answer, true);
      expect(tried).toHaveLength(2);
      expect(await sign('four', null, true)).toBe('sign-in-waits');
    });

    it('is asked by one at a time, and twice, however many ask at once', async () => {
      for (const round of [1, 1, 0]) {
        const before = tried.length;
        const answer = Promise.withResolvers<Error>();
        let others = 11;
        const ask = async () => {
          const code = await sign('wrong', answer.promise, true);
          // All but one have their answer while that one is under way.
          others -= 1;
          if (others === 0) answer.resolve(refused);
          return code;
        };
        const codes = (await Promise.all(Array.from({ length: 12 }, ask))).sort();
        expect(codes).toEqual([...Array(round).fill('sign-in-refused'), ...Array(12 - round).fill('sign-in-waits')]);
        expect(tried.length - before).toBe(round);
      }
    });

    it('is held to be asked, and then to have refused, where whoever asked it died', async () => {
      const at = Date.now();
      const afterIts = async (tries: readonly number[], until: number) => {
        await writeStoredValue(open().store, 'mail-sign-in', { tries, secrets: [], until });
        return sign('one', null, true);
      };
      expect(await afterIts([at], at + 50_000)).toBe('sign-in-waits');
      expect(await afterIts([at - 1, at], at - 1)).toBe('sign-in-waits');
      expect(await afterIts([at], at - 1)).toBeUndefined();
      // A clock that ran ahead.
      expect(await afterIts([at], at + 3_600_000)).toBeUndefined();
    });
  });
});
