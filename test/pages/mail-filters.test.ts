import { describe, expect, it } from '@jest/globals';
import { mailboxesBy, mailDevicesBy } from '../../pages/estate/mail/filters.ts';

describe('filters of mailboxes', () => {
  it.each<readonly [asked: typeof mailboxesBy, hash: string, query: Readonly<Record<string, string>>]>([
    [mailboxesBy, '', { 'absentSince.isNull': 'true' }],
    [mailboxesBy, 'gone=1', {}],
    [
      mailboxesBy,
      'quota=ProhibitSend&logon=90d&gone=1',
      { quotaState: 'ProhibitSend', 'lastLogonAt.olderThan': '90d' },
    ],
    [mailboxesBy, 'sort=-sizeBytes&gone=1', { sort: '-sizeBytes' }],
    // Nothing but what the list offers: names of people are none of it.
    [mailboxesBy, 'mail=ada@corp.example&sort=mail&quota=&gone=1', {}],
    [
      mailDevicesBy,
      'unmanaged=true&access=Blocked&source=exchange',
      {
        ...{ unmanaged: 'true', accessState: 'Blocked', source: 'exchange', 'absentSince.isNull': 'true' },
      },
    ],
    [mailDevicesBy, 'sort=-sizeBytes&gone=1', {}],
  ])('are asked for as the API calls them: %p %s', (asked, hash, query) => {
    expect(asked(new URLSearchParams(hash))).toEqual(query);
  });
});
