// Export jobs: asked for, watched (notStarted, inProgress, completed), then fetched from a blob address on another port,
// whose signature is its only key: a bearer token sent there is refused, as Azure Storage refuses it.
// The archive is written to an unlinked temporary file when the job is made: it is the state of that moment.
import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { type FileHandle, mkdtemp, open, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Estate } from '../estate/estate.ts';
import { type Answer, type Exchange, type JsonObject, objectBody } from '../http/exchange.ts';
import { storageError } from '../http/storage-error.ts';
import { zipOf } from '../http/zip.ts';
import { APP_REPORT_COLUMNS, appReport } from './app-report.ts';
import { badRequest, contextUrl, instant, notFound } from './odata.ts';

const URL_LIFE = 6 * 3_600_000;
const MAX_COLUMNS = 256;

interface Job {
  body: JsonObject;
  polls: number;
  file: FileHandle | undefined;
  size: number;
  signature: string;
  expiresAt: number;
  done: Promise<void>;
  failed: boolean;
}

export class ExportJobs {
  readonly #estate: Estate;
  readonly #clock: () => number;
  readonly #jobs = new Map<string, Job>();
  /** How many answers say notStarted, and how many inProgress, before a job may be completed. */
  settings = { notStartedPolls: 1, inProgressPolls: 1 };
  blobOrigin = '';
  #closed = false;

  constructor(estate: Estate, clock: () => number) {
    this.#estate = estate;
    this.#clock = clock;
  }

  create(exchange: Exchange): Answer {
    const request = objectBody(exchange);
    if (!request) throw badRequest('Unable to read JSON request payload.');
    if (request.reportName !== 'AppInvRawData')
      throw badRequest(`Report '${String(request.reportName)}' is not available.`);
    const columns = columnsOf(request);
    const id = `AppInvRawData_${randomUUID()}`;
    const body: JsonObject = {
      id,
      reportName: 'AppInvRawData',
      filter: request.filter ?? null,
      select: columns,
      format: request.format ?? 'csv',
      snapshotId: null,
      localizationType: request.localizationType ?? 'localizedValuesAsAdditionalColumn',
      requestDateTime: instant(this.#clock()),
    };
    const job: Job = {
      body,
      polls: 0,
      file: undefined,
      size: 0,
      signature: randomBytes(24).toString('base64url'),
      expiresAt: 0,
      done: Promise.resolve(),
      failed: false,
    };
    job.done = this.#write(job, id, columns).catch(() => {
      job.failed = true;
    });
    this.#jobs.set(id, job);
    return { status: 201, json: this.#state(exchange, job, 'notStarted') };
  }

  get(exchange: Exchange, id: string): Answer {
    const job = this.#jobs.get(id);
    if (!job) throw notFound();
    return { status: 200, json: this.#state(exchange, job, this.#advance(job)) };
  }

  /** The blob service: `exchange` came to the other port. */
  async blob(exchange: Exchange): Promise<Answer> {
    if (exchange.headers.authorization !== undefined) {
      return storageError(
        400,
        'InvalidAuthenticationInfo',
        'Authentication information is not given in the correct format.',
      );
    }
    const job = this.#jobs.get(
      exchange.path
        .split('/')
        .at(-1)
        ?.replace(/\.zip$/, '') ?? '',
    );
    if (!job) return storageError(404, 'BlobNotFound', 'The specified blob does not exist.');
    if (exchange.query.get('sig') !== job.signature || job.expiresAt < this.#clock()) {
      return storageError(403, 'AuthenticationFailed', 'Server failed to authenticate the request.');
    }
    await job.done;
    if (!job.file) return storageError(404, 'BlobNotFound', 'The specified blob does not exist.');
    const content = job.file.createReadStream({ start: 0, autoClose: false, highWaterMark: 262_144 });
    return {
      status: 200,
      headers: { 'content-type': 'application/octet-stream', 'content-length': String(job.size) },
      content,
    };
  }

  async close(): Promise<void> {
    this.#closed = true;
    for (const job of this.#jobs.values()) {
      await job.done;
      await job.file?.close();
    }
    this.#jobs.clear();
  }

  #advance(job: Job): string {
    const { notStartedPolls, inProgressPolls } = this.settings;
    job.polls++;
    if (job.failed) return 'failed';
    if (job.polls <= notStartedPolls) return 'notStarted';
    return job.polls <= notStartedPolls + inProgressPolls || !job.file ? 'inProgress' : 'completed';
  }

  #state(exchange: Exchange, job: Job, status: string): JsonObject {
    const completed = status === 'completed';
    if (completed && job.expiresAt === 0) job.expiresAt = this.#clock() + URL_LIFE;
    const signed = `se=${encodeURIComponent(instant(job.expiresAt))}&sp=r&sr=b&sig=${job.signature}`;
    return {
      '@odata.context': contextUrl(exchange, 'deviceManagement/reports/exportJobs/$entity'),
      ...job.body,
      status,
      url: completed ? `${this.blobOrigin}/reports/${String(job.body.id)}.zip?${signed}` : null,
      expirationDateTime: completed ? instant(job.expiresAt) : '0001-01-01T00:00:00Z',
    };
  }

  async #write(job: Job, id: string, columns: readonly string[]): Promise<void> {
    const folder = await mkdtemp(join(tmpdir(), 'fleet-export-'));
    try {
      const file = await open(join(folder, `${createHash('sha256').update(id).digest('hex')}.zip`), 'w+');
      for await (const chunk of zipOf(`${id}.csv`, appReport(this.#estate, columns))) {
        if (this.#closed) break;
        await file.write(chunk);
        job.size += chunk.length;
      }
      job.file = file;
    } finally {
      // The open file outlives its name, so nothing is left behind however this process ends.
      await rm(folder, { recursive: true, force: true });
    }
  }
}

function columnsOf(request: JsonObject): string[] {
  if (request.format !== undefined && request.format !== 'csv')
    throw badRequest('Only csv is available for this report.');
  if (request.select === undefined || request.select === null) return [...APP_REPORT_COLUMNS];
  const columns = Array.isArray(request.select) ? request.select.map(String) : [];
  const unknown = columns.find((name) => !APP_REPORT_COLUMNS.includes(name));
  if (columns.length === 0 || columns.length > MAX_COLUMNS || unknown !== undefined)
    throw badRequest(`Invalid column in select: '${unknown ?? ''}'.`);
  return columns;
}
