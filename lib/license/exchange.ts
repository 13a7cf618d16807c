// The licence check: what would be sent can be read before, what was sent is kept byte for byte, and nothing is sent
// where LICENSE_URL is not set.
import { randomUUID } from 'node:crypto';
import { SourceError } from '../errors.ts';
import type { Logger } from '../logger.ts';
import type { HttpClient } from '../net/http.ts';
import { firstRows, insertedIds, type Store, type WriteTransaction } from '../store/index.ts';
import { addStoredValue, readStoredValue } from '../store/stored-values.ts';
import { countAll } from './count.ts';
import { serialise, versionOf } from './payload.ts';

export interface LicenseDependencies {
  readonly store: Store;
  /** As the processes say them; what is no version is sent as `unknown`. */
  readonly versions: { readonly emmLens: string; readonly functionsHost: string; readonly nodeJs: string };
}

export interface LicenseCheck extends LicenseDependencies {
  readonly http: HttpClient;
  /** LICENSE_URL. */
  readonly url: string | undefined;
  readonly log: Logger;
}

export interface Exchange {
  readonly id: number;
  readonly occurredAt: Date;
  /** The body as it was sent. */
  readonly payload: string;
  readonly status: number | null;
  readonly errorCode: string | null;
}

/** The body that a check would send now. Throws StoreError. */
export async function previewLicense({ store, versions }: LicenseDependencies): Promise<Buffer> {
  return serialise({
    serverId: await serverId(store),
    versions: {
      emmLens: versionOf(versions.emmLens),
      functionsHost: versionOf(versions.functionsHost),
      nodeJs: versionOf(versions.nodeJs),
    },
    ...(await countAll(store)),
  });
}

/** Sends the counts and keeps what was sent; null where no address is configured. A failure is kept, not thrown. */
export async function runLicenseCheck(check: LicenseCheck): Promise<Exchange | null> {
  const { store, url, log } = check;
  if (url === undefined) {
    tellOnce(store, log);
    return null;
  }
  const body = await previewLicense(check);
  const occurredAt = await store.now();
  const payload = body.toString('utf8');
  const id = await store.write((tx) => keep(tx, occurredAt, payload));
  const { status, errorCode } = await send(check.http, url, body);
  await store.write(({ db }) =>
    db.updateTable('license_exchange').set({ status, error_code: errorCode }).where('id', '=', id).execute(),
  );
  if (errorCode === null) log.info('The licence check was answered.', { status: status ?? 0, bytes: body.length });
  else log.warn('The licence check failed.', { code: errorCode });
  return { id, occurredAt, payload, status, errorCode };
}

/** What was sent, newest first. */
export async function licenseExchanges({ db, engine }: Store, limit: number): Promise<Exchange[]> {
  const rows = await firstRows(
    engine,
    db.selectFrom('license_exchange').selectAll().orderBy('id', 'desc'),
    limit,
  ).execute();
  return rows.map(({ id, occurred_at, payload, status, error_code }) => ({
    id,
    occurredAt: occurred_at,
    payload,
    status,
    errorCode: error_code,
  }));
}

const SERVER_ID = 'server-id';

/** A random identifier of the database, made once. */
async function serverId(store: Store): Promise<string> {
  const known = await readStoredValue(store, SERVER_ID);
  if (typeof known === 'string') return known;
  await addStoredValue(store, SERVER_ID, randomUUID());
  return String(await readStoredValue(store, SERVER_ID));
}

async function keep(tx: WriteTransaction, occurred_at: Date, payload: string): Promise<number> {
  const [id] = await insertedIds(tx, 'license_exchange', [{ occurred_at, payload, status: null, error_code: null }]);
  return Number(id);
}

const ANSWER_BYTES = 65_536;

/** The answer's body means nothing to us, whatever its type. */
async function send(
  http: HttpClient,
  url: string,
  body: Buffer,
): Promise<{ status: number | null; errorCode: string | null }> {
  try {
    const answer = await http.stream({
      method: 'POST',
      url,
      headers: { 'Content-Type': 'application/json' },
      body,
      maxBytes: ANSWER_BYTES,
    });
    answer.body.on('error', () => undefined).destroy();
    return { status: answer.status, errorCode: null };
  } catch (error) {
    if (!(error instanceof SourceError)) throw error;
    const status = /^http-(\d{3})$/.exec(error.code)?.[1];
    return { status: status === undefined ? null : Number(status), errorCode: error.code };
  }
}

const told = new WeakSet<Store>();

function tellOnce(store: Store, log: Logger): void {
  if (!told.has(store)) log.info('LICENSE_URL is not set: the licence check sends nothing.');
  told.add(store);
}
