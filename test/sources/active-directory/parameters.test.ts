import { describe, expect, it } from '@jest/globals';
import { Entry } from '../../../lib/sources/active-directory/entry.ts';
import { rowOf, user } from '../../../lib/sources/active-directory/parameters.ts';
import { entryKey } from '../../../lib/sources/active-directory/read-openldap.ts';
import { Collection } from '../../../lib/sources/collection.ts';
import { Unreadable } from '../../../lib/sources/map.ts';

const LISTS = { include: [], exclude: [], phoneNumbers: 'full' } as const;

describe('the parameters', () => {
  it('are few in the core, and none of them free text, a private address or a group', () => {
    const core = new Collection([user], { ...LISTS, profile: 'core' }).entity('user').parameters;
    expect(core.every((p) => p.field !== undefined)).toBe(true);
    expect(core.filter((p) => p.class === 'content' || p.class === 'location')).toEqual([]);
    expect(new Set(core.map((p) => p.field)).size).toBe(24);
  });
});

describe('an entry', () => {
  const collection = new Collection([user], { ...LISTS, profile: 'sensitive' });
  const row = (attributes: Record<string, (string | Buffer)[]>) =>
    rowOf(
      collection.entity('user'),
      new Entry(
        'CN=x',
        Object.entries(attributes).map(([name, values]) => ({ name, values: values.map((v) => Buffer.from(v)) })),
      ),
    );

  it('is read whatever spelling the server has for attribute names', () => {
    expect(row({ SAMACCOUNTNAME: ['anna'], GivenName: ['Anna'] })).toMatchObject({
      account_name: 'anna',
      given_name: 'Anna',
    });
  });

  it('has no text where the bytes are none, and says so', () => {
    const latin1 = Buffer.from('M\xfcller', 'latin1');
    const read = row({ sn: [latin1], givenName: ['Zoë'], proxyAddresses: ['smtp:a@b.example', latin1] });
    expect([read.surname, read.attributes.proxyAddresses]).toEqual([expect.any(Unreadable), expect.any(Unreadable)]);
    expect(read.given_name).toBe('Zoë');
  });

  it('keeps the values of an attribute that is named twice, and one that is replaced has the new ones alone', () => {
    const attribute = (name: string, value: string) => ({ name, values: [Buffer.from(value)] });
    const entry = new Entry('CN=x', [attribute('mail', 'a@b.example'), attribute('Mail', 'c@d.example')]);
    expect(entry.texts('mail')).toEqual(['a@b.example', 'c@d.example']);
    expect(entry.with('MAIL', [Buffer.from('e@f.example')]).texts('mail')).toEqual(['e@f.example']);
  });

  it.each(['', ' ', '\0'])('without an entryUUID ends the pass, and proves nothing: %j', (value) => {
    const entry = new Entry('uid=x', [{ name: 'entryUUID', values: [Buffer.from(value)] }]);
    expect(() => entryKey(entry)).toThrow(expect.objectContaining({ code: 'incomplete' }));
  });

  it('has its objectGUID even where the bytes are valid UTF-8', () => {
    expect(row({ objectGUID: [Buffer.from('ABCDEFGHIJKLMNOP')] }).external_id).toBe(
      '44434241-4645-4847-494a-4b4c4d4e4f50',
    );
  });

  it('takes the office number where there is no mobile one, and never both', () => {
    expect(row({ telephoneNumber: ['+4930'], mobile: ['+49151'] }).phone_number).toBe('+49151');
    expect(row({ telephoneNumber: ['+4930'] }).phone_number).toBe('+4930');
  });

  it('has flags as state and as names, each from the same attribute', () => {
    const read = row({ userAccountControl: ['66050'], 'msDS-User-Account-Control-Computed': ['16'] });
    expect(read).toMatchObject({ enabled: false, locked: true });
    expect(read.attributes.userAccountControl).toEqual(['disabled', 'normalAccount', 'passwordNeverExpires']);
  });

  it('has no password date while the password must be changed', () => {
    expect(row({ pwdLastSet: ['0'], accountExpires: ['9223372036854775807'] })).toMatchObject({
      password_changed_at: null,
      expires_at: null,
    });
  });

  it('marks what does not fit as unreadable, without the value', () => {
    const read = row({ pwdLastSet: ['yesterday'], userAccountControl: ['secret'] });
    expect(read.password_changed_at).toBeInstanceOf(Unreadable);
    expect(JSON.stringify(read)).not.toMatch(/yesterday|secret/);
  });

  it('leaves attributes out that are absent or empty', () => {
    expect(row({ description: [], info: [''] }).attributes).toEqual({});
  });
});
