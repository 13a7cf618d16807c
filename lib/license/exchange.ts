// The licence check: what would be sent can be read before, what was sent is kept byte for byte, and nothing is sent
// where LICENSE_URL is not set.
import type { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { SourceError } from '../errors.ts';
import type { Logger } from '../logger.ts';
import type { HttpClient } from '../net/http.ts';
import type { SecretReference } from '../secrets.ts';
import { firstRows, insertedIds, type Store, type WriteTransaction } from '../store/index.ts';
import { type AnswerCode, judgeAnswer } from './answer.ts';
import { countAll } from './count.ts';
import { type Identity, identityOf, knownIdentity, SIGNATURE_HEADER } from './identity.ts';
import { type LicensePayload, licensePayload, licensePreview, serialise, TO_BE_MADE, versionOf } from './payload.ts';
import { acceptedAnswer, keepAnswer } from './update.ts';
import { VENDOR_KEY } from './vendor-key.ts';

export interface LicenseDependencies {
  readonly store: Store;
  /** As the processes say them; what is no version is sent as `unknown`. */
  readonly versions: { readonly emmLens: string; readonly functionsHost: string; readonly nodeJs: string };
  /** Seals the key that what is sent is signed with. */
  readonly auditKey: Pick<SecretReference, 'read'>;
}

export interface LicenseCheck extends LicenseDependencies {
  readonly http: HttpClient;
  /** LICENSE_URL. */
  readonly url: string | undefined;
  /** LICENSE_PUBLIC_KEY, in place of the one in the package. */
  readonly publicKey: string | undefined;
  readonly log: Logger;
}

export interface Exchange {
  readonly id: number;
  readonly occurredAt: Date;
  /** The body as it was sent. */
  readonly payload: string;
  readonly status: number | null;
  readonly errorCode: string | null;
  /** One of ANSWER_CODES; null where there was no body, and before answers were read. */
  readonly answerCode: string | null;
}

/** The body that a check would send now; nothing is made for it. Throws StoreError. */
export async function previewLicense(deps: LicenseDependencies): Promise<Buffer> {
  const { serverId, publicKey } = await knownIdentity(deps.store, deps.auditKey);
  const identity = { serverId: serverId ?? TO_BE_MADE, publicKey: publicKey ?? TO_BE_MADE };
  return serialise(licensePreview, { ...(await countsOf(deps)), ...identity });
}

async function bodyOf(deps: LicenseDependencies, { serverId, publicKey }: Identity): Promise<Buffer> {
  return serialise(licensePayload, { ...(await countsOf(deps)), serverId, publicKey });
}

async function countsOf({
  store,
  versions,
}: LicenseDependencies): Promise<Omit<LicensePayload, 'serverId' | 'publicKey'>> {
  return {
    format: 1,
    versions: {
      emmLens: versionOf(versions.emmLens),
      functionsHost: versionOf(versions.functionsHost),
      nodeJs: versionOf(versions.nodeJs),
    },
    ...(await countAll(store)),
  };
}

/** Sends the counts and keeps what was sent; null where no address is configured. A failure is kept, not thrown. */
export async function runLicenseCheck(check: LicenseCheck): Promise<Exchange | null> {
  const { store, url, log } = check;
  if (url === undefined) {
    tellOnce(store, log);
    return null;
  }
  const identity = await identityOf(store, check.auditKey);
  const body = await bodyOf(check, identity);
  const occurredAt = await store.now();
  const payload = body.toString('utf8');
  const id = await store.write((tx) => keep(tx, occurredAt, payload));
  const sent = await send(check, url, body, identity);
  const { status, errorCode: error_code, answerCode: answer_code } = sent;
  await store.write(({ db }) =>
    db.updateTable('license_exchange').set({ status, error_code, answer_code }).where('id', '=', id).execute(),
  );
  if (error_code !== null) log.warn('The licence check failed.', { code: error_code });
  else
    log.info('The licence check was answered.', {
      status: status ?? 0,
      bytes: body.length,
      answer: answer_code ?? 'none',
    });
  return { id, occurredAt, payload, ...sent };
}

/** What was sent, newest first. */
export async function licenseExchanges({ db, engine }: Store, limit: number): Promise<Exchange[]> {
  const rows = await firstRows(
    engine,
    db.selectFrom('license_exchange').selectAll().orderBy('id', 'desc'),
    limit,
  ).execute();
  return rows.map(({ id, occurred_at, payload, status, error_code, answer_code }) => ({
    id,
    occurredAt: occurred_at,
    payload,
    status,
    errorCode: error_code,
    answerCode: answer_code,
  }));
}

async function keep(tx: WriteTransaction, occurred_at: Date, payload: string): Promise<number> {
  const [id] = await insertedIds(tx, 'license_exchange', [
    { occurred_at, payload, status: null, error_code: null, answer_code: null },
  ]);
  return Number(id);
}

const ANSWER_BYTES = 65_536;

type Sent = Pick<Exchange, 'status' | 'errorCode' | 'answerCode'>;

/** A check is answered by the status; what became of the body is told, and is no failure. */
async function send(
  { http, store, publicKey }: LicenseCheck,
  url: string,
  body: Buffer,
  identity: Identity,
): Promise<Sent> {
  try {
    const {
      status,
      headers,
      body: stream,
    } = await http.stream({
      method: 'POST',
      url,
      headers: { 'Content-Type': 'application/json', [SIGNATURE_HEADER]: identity.sign(body) },
      body,
      maxBytes: ANSWER_BYTES,
    });
    const answer = await wholeOf(stream);
    if (typeof answer === 'string') return { status, errorCode: null, answerCode: answer };
    const signature = headers[SIGNATURE_HEADER.toLowerCase()];
    if (answer.length === 0) return { status, errorCode: null, answerCode: null };
    const answerCode = judgeAnswer(answer, signature, {
      publicKey: publicKey ?? VENDOR_KEY,
      serverId: identity.serverId,
      now: await store.now(),
      last: await acceptedAnswer(store),
    });
    if (answerCode === 'accepted') await keepAnswer(store, answer);
    return { status, errorCode: null, answerCode };
  } catch (error) {
    if (!(error instanceof SourceError)) throw error;
    const status = /^http-(\d{3})$/.exec(error.code)?.[1];
    return { status: status === undefined ? null : Number(status), errorCode: error.code, answerCode: null };
  }
}

async function wholeOf(stream: Readable): Promise<Buffer | AnswerCode> {
  try {
    return await buffer(stream);
  } catch (error) {
    return error instanceof SourceError && error.code === 'too-large' ? 'too-large' : 'unreadable';
  }
}

const told = new WeakSet<Store>();

function tellOnce(store: Store, log: Logger): void {
  if (!told.has(store)) log.info('LICENSE_URL is not set: the licence check sends nothing.');
  told.add(store);
}
