// What can go wrong with a report that is made to order and fetched as an archive: the job, its address, the archive, and
// the CSV in it.

import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { type Answer, isObject, type JsonObject } from './exchange.ts';
import type { Fault } from './fault.ts';
import { storageError } from './storage-error.ts';
import { entryOf, zipOf } from './zip.ts';

const BOMB_CHUNKS = 384;
const CHUNK = 1_048_576;

/** Applies `change` to the state of a job. */
const job =
  (change: JsonObject): Fault =>
  async ({ answer }) => {
    const told = await answer();
    return isObject(told.json) ? { ...told, json: { ...told.json, ...change } } : told;
  };

/** The archive's own bytes, changed. */
const bytes =
  (change: (archive: Buffer) => Buffer | Readable): Fault =>
  async ({ answer }) => {
    const told = await answer();
    return told.content instanceof Readable ? archive(change(await buffer(told.content))) : told;
  };

const archive = (content: Buffer | Readable): Answer => ({
  status: 200,
  headers: { 'content-type': 'application/octet-stream' },
  content,
});

/** A good archive of a changed CSV. */
const csv = (change: (text: string) => string): Fault =>
  bytes((old) => Readable.from(zipOf('report.csv', [Buffer.from(change(entryOf(old).toString()))])));

/** A megabyte or two that inflates to hundreds: a header, and one row that does not end, of this text again and again. */
function* endlessRow(header: string, text: string): Generator<Buffer> {
  yield Buffer.from(header);
  const chunk = Buffer.alloc(CHUNK, text);
  for (let i = 0; i < BOMB_CHUNKS; i++) yield chunk;
}

/** An archive of such a row, which begins with this. */
const endless = (start: string): Fault =>
  bytes((old) => {
    const header = `${headerOf(entryOf(old).toString())}${start}`;
    return Readable.from(zipOf('report.csv', endlessRow(header, start === '' ? 'x' : 'x,y\n')));
  });

const headerOf = (text: string): string => text.slice(0, text.indexOf('\n') + 1);

export const archiveFaults = {
  'job-fails': job({ status: 'failed', url: null }),
  'job-runs-on': job({ status: 'inProgress', url: null }),
  /** As Azure Storage refuses a shared access signature. */
  'signature-expired': () => storageError(403, 'AuthenticationFailed', 'Server failed to authenticate the request.'),
  'corrupt-archive': bytes((old) => Buffer.from(old).fill(0, 60, Math.max(61, old.length - 120))),
  'archive-bomb': endless(''),
  /** Every line of it is part of one cell. */
  'open-quote': endless('"'),
  /** Ends behind a comma in its middle. */
  'truncated-rows': csv((text) => text.slice(0, text.indexOf(',', text.length / 2) + 1)),
  'countless-columns': csv((text) => text.replace('\r\n', () => `${',x'.repeat(100_000)}\r\n`)),
  /** One row again and again: of one device. */
  'countless-apps': csv((text) => {
    const [, row = ''] = text.split('\r\n');
    return text + `${row}\r\n`.repeat(30_000);
  }),
  'other-columns': csv((text) => text.replace(/[^\r\n]+/, (header) => header.replaceAll('Application', 'Software'))),
} satisfies Record<string, Fault>;
