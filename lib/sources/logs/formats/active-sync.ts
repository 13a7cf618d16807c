// A request of Exchange ActiveSync, as one of the two hops that log it tells it.
import type { TimeDoubt } from '../zones.ts';

/**
 * Since Exchange 2013 a request is logged twice: by the front end, which knows the client, and by the back end, which knows
 * what was done; they are never counted both. Before, one hop had both.
 */
export type Hop = 'frontend' | 'backend' | 'direct';

export type FolderClass = 'mail' | 'calendar' | 'contacts' | 'tasks' | 'notes';

/** Adds, changes, deletes, soft deletes, fetches, errors, read flags; of a client, sends and failed sends: absent where not told. */
export type Counts = Readonly<Partial<Record<'a' | 'c' | 'd' | 's' | 'f' | 'fs' | 'e' | 'r' | 'A' | 'sd', number>>>;

export interface FolderActivity {
  readonly id: string;
  /** Null for a class that has no name here, or none. */
  readonly class: FolderClass | null;
  readonly filter: number | null;
  /** F first, S subsequent, R recovery, I invalid. */
  readonly syncType: string | null;
  /** What the device sent to the server. */
  readonly client: Counts;
  /** What the server sent to the device. */
  readonly server: Counts;
}

/** What a hop wrote behind `&Log=`, without the tail, which names people. */
export interface ServerLog {
  readonly protocol: string | null;
  readonly easStatus: number | null;
  readonly error: string | null;
  /** State and reason: AllowedG, BlockedP, QuarantinedD. */
  readonly access: string | null;
  readonly heartbeat: number | null;
  readonly timedOut: boolean | null;
  readonly folders: readonly FolderActivity[];
  /** Handed to another server, which logs what was done. */
  readonly isProxied: boolean;
}

export interface ActiveSyncRequest extends Omit<ServerLog, 'isProxied'> {
  readonly kind: 'active-sync';
  readonly hop: Hop;
  /** When it ended, UTC: a Ping is written up to an hour after it began. */
  readonly at: number;
  readonly startedAt: number | null;
  readonly ms: number | null;
  readonly doubt: TimeDoubt | null;
  readonly method: string | null;
  /** Null where the query was too long for the log, or the request has none (OPTIONS). */
  readonly command: string | null;
  /** `accountOf` tells the domain. */
  readonly user: string | null;
  readonly device: string | null;
  readonly deviceType: string | null;
  /** Where the line tells it: the back end sees the front end. */
  readonly client: string | null;
  readonly userAgent: string | null;
  readonly http: number;
  /** A user was refused; the first leg of a sign-in has none. */
  readonly failedSignIn: boolean;
  readonly mailsSent: number;
  readonly bytesSent: number | null;
  readonly bytesReceived: number | null;
}

/** Of the front end, that the server would not have it: redirected, to be provisioned, forbidden, throttled. */
const REFUSALS: ReadonlySet<number> = new Set([401, 403, 449, 451, 503]);

/**
 * As what a request counts, so that one which two hops logged counts once; null where it does not. What is refused stands
 * in both: where the front end's log is read (`twice`) it counts there, as all that the back end never saw.
 */
export function countedAs(
  { hop, http, failedSignIn }: ActiveSyncRequest,
  twice = false,
): 'activity' | 'refusal' | null {
  if (http === 401 && !failedSignIn) return null;
  if (hop === 'frontend') return REFUSALS.has(http) ? 'refusal' : null;
  return hop === 'backend' && twice && REFUSALS.has(http) ? null : 'activity';
}

const SUCCESS = 1;
/** Of MoveItems, which counts from its errors on. */
const MOVED = 3;
/** Of a Ping: something has changed. https://learn.microsoft.com/en-us/openspecs/exchange_server_protocols/ms-ascmd/ */
const CHANGED = 2;

/** HTTP 200 says nothing: the status of ActiveSync comes first, then the error that the server names. */
export function hasFailed({ easStatus, error, http, command }: ActiveSyncRequest): boolean {
  if (command === 'Ping' && easStatus === CHANGED) return false;
  if (command === 'MoveItems' && easStatus === MOVED) return false;
  if (easStatus !== null && easStatus !== SUCCESS) return true;
  return error !== null || http !== 200;
}
