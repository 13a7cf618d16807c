// Answers of a directory: many attributes, many values, one long value, and any of them byte by byte.
import { Duplex } from 'node:stream';
import { Connection } from '../../lib/sources/active-directory/connection.ts';
import { Entry } from '../../lib/sources/active-directory/entry.ts';
import { readMessage } from '../../lib/sources/active-directory/message.ts';
import { inetOrgPerson, rowOf, server, user } from '../../lib/sources/active-directory/parameters.ts';
import { entryMessage } from '../../local/fleet/active-directory/entry-message.ts';
import type { Subject } from './growth.ts';
import { textsOf } from './subjects-texts.ts';

const MESSAGES: Readonly<Record<string, (size: number) => Buffer>> = {
  'many attributes': (size) =>
    entryMessage(
      1,
      'CN=a',
      Array.from({ length: size / 24 }, (_, i) => ({ name: `a${i};range=0-1`, values: ['x'] })),
    ),
  'many values': (size) => entryMessage(1, 'CN=a', [{ name: 'member', values: new Array(size / 4).fill('xy') }]),
  'one value': (size) => entryMessage(1, 'CN=a', [{ name: 'member', values: ['x'.repeat(size)] }]),
};

/** What a connection makes of bytes that come one by one. */
function dripped(bytes: Buffer): void {
  const near = new Duplex({ read: () => undefined, write: (_chunk, _encoding, written) => written() });
  const connection = new Connection(near);
  void connection
    .ask('search', { messageId: 1, write: () => Buffer.alloc(0) }, { timeoutMs: 60_000, maxEntries: 10 })
    .catch(() => undefined);
  for (let at = 0; at < bytes.length; at += 1) near.emit('data', bytes.subarray(at, at + 1));
  connection.close();
}

export const ldapSubjects = (): readonly Subject[] => [
  ...Object.entries(MESSAGES).flatMap(([name, input]): Subject[] => [
    { name: `an LDAP message of ${name}`, input, work: (bytes: Buffer) => readMessage(bytes) },
    // An eighth of the size: an event for each byte is what takes the time.
    { name: `an LDAP message of ${name}, byte by byte`, input: (size: number) => input(size / 8), work: dripped },
    {
      name: `an entry of ${name}`,
      input,
      work: (bytes: Buffer) => {
        const answer = readMessage(bytes);
        if ('entry' in answer) return [answer.entry.cut, answer.entry.range('member')];
        return null;
      },
    },
  ]),
  ...[user, inetOrgPerson, server].map((entity) => ({
    name: `${entity.name} of texts`,
    input: (size: number) =>
      textsOf(size / entity.parameters.length).map((text) => {
        const values = [Buffer.from(text)];
        return new Entry(
          'CN=a',
          entity.parameters.map(({ wire }) => ({ name: wire, values })),
        );
      }),
    work: (entries: readonly Entry[]) => entries.map((entry) => rowOf(entity, entry)),
  })),
];
