// An export job of Intune: asked for, waited for, downloaded without the token, unpacked and read row by row.
// https://learn.microsoft.com/graph/api/resources/intune-reporting-devicemanagementexportjob
import type { FileHandle } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { setTimeout as delay } from 'node:timers/promises';
import { crc32 } from 'node:zlib';
import { type Entry, fromFd, type ZipFile } from 'yauzl';
import { z } from 'zod';
import { SourceError } from '../../errors.ts';
import { stopped } from '../../net/failure.ts';
import type { HttpClient } from '../../net/http.ts';
import type { SourceCode } from '../../source-codes.ts';
import { expectAbout } from '../about.ts';
import type { PollContext } from '../contract.ts';
import { csvRows } from '../csv.ts';
import type { GraphClient } from '../graph/client.ts';
import { wrongShape } from '../wire.ts';
import { openTemporaryFile } from './temporary-file.ts';

const JOBS = '/v1.0/deviceManagement/reports/exportJobs';
const MAX_ARCHIVE_BYTES = 8 * 1024 ** 3;
const MAX_CSV_BYTES = 64 * 1024 ** 3;
const FIRST_WAIT_MS = 250;
const LONGEST_WAIT_MS = 15_000;

const jobShape = z.object({ id: z.string().min(1), status: z.string(), url: z.string().nullish() });

export interface ExportReading {
  readonly graph: GraphClient;
  readonly context: Pick<PollContext, 'http' | 'signal'>;
  /** Between two looks at the job's status. */
  readonly sleep?: ((ms: number, signal: AbortSignal) => Promise<void>) | undefined;
}

/** The rows of a report, by column. Throws SourceError; what was given before it is then only a part. */
export async function* readExport(
  reading: ExportReading,
  reportName: string,
  columns: readonly string[],
): AsyncGenerator<Readonly<Record<string, string>>, void, void> {
  const url = await finishedJob(reading, reportName, columns);
  const file = await openTemporaryFile();
  try {
    await download(reading.context.http, url, file);
    yield* rowsOf(await soleEntry(file), columns, reading.context.signal);
  } finally {
    await file.close();
  }
}

async function finishedJob(reading: ExportReading, reportName: string, columns: readonly string[]): Promise<string> {
  const { graph, context, sleep } = reading;
  const body = { reportName, select: columns, format: 'csv', localizationType: 'replaceLocalizableValues' };
  // A second job, where an answer was lost, does no harm.
  let job = jobOf((await graph.request(JOBS, { method: 'POST', body, idempotent: true })).body);
  const path = `${JOBS}('${encodeURIComponent(job.id)}')`;
  for (let wait = FIRST_WAIT_MS; job.status !== 'completed'; wait = Math.min(LONGEST_WAIT_MS, wait * 1.5)) {
    if (job.status === 'failed') throw exportError('export-failed', 'Intune could not make the report of apps.');
    await (sleep ?? delayFor)(wait, context.signal).catch(() => undefined);
    if (context.signal.aborted) throw stopped(context.signal);
    const { id } = job;
    job = jobOf((await graph.request(path)).body);
    expectAbout('Graph', id, job.id);
  }
  if (!job.url) throw wrongShape('Graph');
  return job.url;
}

function jobOf(body: unknown): z.infer<typeof jobShape> {
  const parsed = jobShape.safeParse(body);
  if (!parsed.success) throw wrongShape('Graph');
  return parsed.data;
}

async function delayFor(ms: number, signal: AbortSignal): Promise<void> {
  await delay(ms, undefined, { signal });
}

/** The address carries its own signature; the token must not go there. */
async function download(http: HttpClient, url: string, file: FileHandle): Promise<void> {
  const { body } = await http.stream({ url, headers: { Accept: '*/*' }, maxBytes: MAX_ARCHIVE_BYTES });
  for await (const chunk of body) await file.appendFile(chunk);
}

async function soleEntry(file: FileHandle): Promise<Readable> {
  try {
    const zip = await opened(file.fd);
    const entry = await firstEntry(zip);
    if (entry.uncompressedSize > MAX_CSV_BYTES) throw tooLarge();
    const stream = await new Promise<Readable>((resolve, reject) =>
      zip.openReadStream(entry, (error, opened) => (error ? reject(error) : resolve(opened))),
    );
    return Readable.from(checked(stream, entry.crc32), { objectMode: false });
  } catch (error) {
    throw told(error);
  }
}

/** The size is checked by yauzl; the checksum is not. */
async function* checked(stream: Readable, expected: number): AsyncGenerator<Buffer, void, void> {
  let sum = 0;
  for await (const chunk of stream) {
    if (!Buffer.isBuffer(chunk)) throw broken();
    sum = crc32(chunk, sum);
    yield chunk;
  }
  if (sum !== expected) throw broken();
}

function opened(fd: number): Promise<ZipFile> {
  return new Promise((resolve, reject) =>
    fromFd(fd, { lazyEntries: true, autoClose: false }, (error, zip) => (error ? reject(error) : resolve(zip))),
  );
}

function firstEntry(zip: ZipFile): Promise<Entry> {
  return new Promise((resolve, reject) => {
    zip
      .once('entry', resolve)
      .once('error', reject)
      .once('end', () => reject(broken()));
    zip.readEntry();
  });
}

async function* rowsOf(
  csv: Readable,
  columns: readonly string[],
  signal: AbortSignal,
): AsyncGenerator<Readonly<Record<string, string>>, void, void> {
  let header: readonly string[] | null = null;
  try {
    for await (const cells of csvRows(csv.setEncoding('utf8'), { signal, tooLarge, broken }))
      if (header === null) header = headerOf(cells, columns);
      else if (cells.length !== header.length) throw broken();
      else yield record(header, cells);
  } catch (error) {
    throw told(error);
  }
}

function headerOf(cells: readonly string[], columns: readonly string[]): readonly string[] {
  if (!columns.every((name) => cells.includes(name))) throw wrongShape('Graph');
  return cells;
}

function record(header: readonly string[], cells: readonly string[]): Record<string, string> {
  return Object.fromEntries(header.map((name, i) => [name, cells[i] ?? '']));
}

const tooLarge = (): SourceError => exportError('too-large', 'The report, or a row of it, is larger than its bound.');
const broken = (): SourceError => exportError('broken-archive', 'The archive of the report ends early, or is none.');

const told = (error: unknown): SourceError => (error instanceof SourceError ? error : broken());

function exportError(code: SourceCode, message: string): SourceError {
  return new SourceError(message, { code, hint: 'Nothing was removed; the next poll asks for a new report.' });
}
