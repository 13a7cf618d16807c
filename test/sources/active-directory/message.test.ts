// LDAP answers as bytes: in the forms that servers use, in any pieces, and with any byte wrong.
import { Duplex } from 'node:stream';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { Connection } from '../../../lib/sources/active-directory/connection.ts';
import { readMessage } from '../../../lib/sources/active-directory/message.ts';
import { entryMessage } from '../../../local/fleet/active-directory/entry-message.ts';
import {
  notification,
  pagedResultsControl,
  RESPONSE,
  resultMessage,
} from '../../../local/fleet/active-directory/message.ts';
import { runs } from '../../fuzz/runs.ts';

const ID = 7;
const entry = (name: string, id = ID): Buffer =>
  entryMessage(id, name, [
    { name: 'objectGUID', values: [Buffer.alloc(16, 7)] },
    { name: 'proxyAddresses', values: ['SMTP:a@lab.example', 'x'.repeat(300), ''] },
    { name: 'memberOf', values: [] },
  ]);
/** Of no bytes each. */
const manyValues = (count: number): Buffer =>
  entryMessage(ID, 'CN=1', [{ name: 'mail', values: Array(count).fill('') }]);
const manyAttributes = (count: number): Buffer =>
  entryMessage(
    ID,
    'CN=1',
    Array.from({ length: count }, (_, i) => ({ name: `a${i}`, values: [''] })),
  );
const done = (cookie: string, id = ID): Buffer =>
  resultMessage(id, RESPONSE.searchDone, { code: 0, controls: [pagedResultsControl(0, Buffer.from(cookie))] });

/** A stream whose other end is the test. */
function pair(): { near: Duplex; answer: (bytes: Buffer) => void } {
  const near = new Duplex({ read: () => undefined, write: (_chunk, _encoding, written) => written() });
  return { near, answer: (bytes) => void near.push(bytes) };
}
const request = { messageId: ID, write: () => Buffer.from([0x30, 0x00]) };
const bounds = { timeoutMs: 5_000, maxEntries: 100 };

/** The same message with every length in four octets, as Windows writes them. */
function longForm(bytes: Buffer): Buffer {
  const elements: Buffer[] = [];
  for (let at = 0; at < bytes.length; ) {
    const first = bytes.readUInt8(at + 1);
    const octets = first < 0x80 ? 0 : first & 0x7f;
    const length = octets === 0 ? first : bytes.readUIntBE(at + 2, octets);
    const from = at + 2 + octets;
    const tag = bytes.readUInt8(at);
    const value = bytes.subarray(from, from + length);
    const inner = (tag & 0x20) !== 0 ? longForm(value) : value;
    const header = Buffer.from([tag, 0x84, 0, 0, 0, 0]);
    header.writeUInt32BE(inner.length, 2);
    elements.push(header, inner);
    at = from + length;
  }
  return Buffer.concat(elements);
}

describe('an LDAP message', () => {
  it.each([
    ['with the shortest lengths', entry('CN=Anna'), done('next')],
    ['with lengths of four octets', longForm(entry('CN=Anna')), longForm(done('next'))],
  ])('is read %s', (_, first, last) => {
    const read = readMessage(first);
    if (!('entry' in read)) throw new TypeError('no entry');
    expect([read.id, read.entry.dn, read.entry.texts('proxyaddresses')]).toEqual([
      ID,
      'CN=Anna',
      ['SMTP:a@lab.example', 'x'.repeat(300), ''],
    ]);
    expect(readMessage(last)).toMatchObject({ id: ID, result: { code: 0, cookie: Buffer.from('next') } });
  });

  it('with any byte wrong, or cut anywhere, is read or refused as none', () => {
    const messages = [entry('CN=Anna'), done('next'), longForm(done('next'))];
    fc.assert(
      fc.property(fc.constantFrom(...messages), fc.nat(), fc.nat(255), fc.nat(), (message, at, byte, length) => {
        const wrong = Buffer.from(message);
        wrong[at % wrong.length] = byte;
        const bytes = length % 3 === 0 ? wrong.subarray(0, length % wrong.length) : wrong;
        let code = 'read';
        try {
          readMessage(bytes);
        } catch (error) {
          code = String(Reflect.get(Object(error), 'code'));
        }
        expect(['read', 'protocol']).toContain(code);
      }),
      runs(2_000),
    );
  });
});

describe('a connection', () => {
  it('puts messages together, in whatever pieces they come', async () => {
    const bytes = Buffer.concat([...Array.from({ length: 5 }, (_, i) => entry(`CN=${i}`)), done('')]);
    await fc.assert(
      fc.asyncProperty(fc.array(fc.nat(bytes.length), { maxLength: 12 }), async (cuts) => {
        const { near, answer } = pair();
        const connection = new Connection(near);
        const asked = connection.ask('search', request, bounds);
        const ends = [...cuts, bytes.length].sort((a, b) => a - b);
        for (const [i, end] of ends.entries()) answer(bytes.subarray(ends[i - 1] ?? 0, end));
        const { entries, result } = await asked;
        connection.close();
        expect(entries.map(({ dn }) => dn)).toEqual(['CN=0', 'CN=1', 'CN=2', 'CN=3', 'CN=4']);
        expect(result.cookie).toHaveLength(0);
      }),
      runs(100),
    );
  });

  it('reads entries as large as they may be', async () => {
    const { near, answer } = pair();
    const asked = new Connection(near).ask('search', request, bounds);
    answer(Buffer.concat([manyValues(20_000), manyAttributes(5_000), done('')]));
    const { entries } = await asked;
    expect([entries[0]?.bytes('mail').length, entries[1]?.text('a4999')]).toEqual([20_000, '']);
  });

  it('is thrown away where something comes that nobody asked for, before the next request', async () => {
    const { near, answer } = pair();
    const connection = new Connection(near);
    const asked = connection.ask('search', request, bounds);
    answer(done(''));
    await asked;
    answer(done('', ID + 1));
    await expect(connection.ask('search', { ...request, messageId: ID + 1 }, bounds)).rejects.toMatchObject({
      code: 'protocol',
    });
    expect(near.destroyed).toBe(true);
  });

  it.each([
    ['more entries than were asked for', [entry('CN=1'), entry('CN=2'), done('')], { maxEntries: 1 }, 'too-large'],
    ['more bytes than fit', [entry('CN=1'), entry('CN=2'), done('')], { maxBytes: 500 }, 'too-large'],
    ['more memory than fits', [manyValues(1_000), manyValues(1_000), done('')], { maxBytes: 50_000 }, 'too-large'],
    ['more values than an attribute can have', [manyValues(20_001), done('')], {}, 'too-large'],
    ['more attributes than an entry can have', [manyAttributes(5_001), done('')], {}, 'too-large'],
    ['the answer to another request', [entry('CN=1', ID + 1), done('')], {}, 'protocol'],
    ['a message of 16 MB', [Buffer.from([0x30, 0x84, 0x01, 0x00, 0x00, 0x01])], {}, 'protocol'],
    ['a notice of disconnection, whoever closes then', [entry('CN=1'), notification()], {}, 'reset'],
    ['an entry that nobody asked for', [entry('CN=1', 0)], {}, 'protocol'],
    ['a length without end', [Buffer.from([0x30, 0x80])], {}, 'protocol'],
  ])(
    'is given up after %s',
    async (_, parts, { maxBytes, maxEntries = 100 }: { maxBytes?: number; maxEntries?: number }, code) => {
      const { near, answer } = pair();
      const connection = new Connection(near, maxBytes);
      const asked = connection.ask('search', request, { ...bounds, maxEntries });
      answer(Buffer.concat(parts));
      await expect(asked).rejects.toMatchObject({ code });
      expect(near.destroyed).toBe(true);
      await expect(connection.ask('search', request, bounds)).rejects.toMatchObject({ code });
    },
  );
});
