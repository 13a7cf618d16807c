// What a request of ActiveSync did, with what, and how it ended.
// https://learn.microsoft.com/en-us/openspecs/exchange_server_protocols/ms-ascmd/
import type { PimActivity, PimClass } from '../../catalog/index.ts';
import { type ActiveSyncRequest, type Counts, hasFailed } from '../logs/formats/active-sync.ts';

const ACTIVITIES: ReadonlyMap<string, PimActivity> = new Map<string, PimActivity>([
  ['Sync', 'sync'],
  ['GetItemEstimate', 'sync'],
  ['Ping', 'ping'],
  ['FolderSync', 'folder-sync'],
  ['Provision', 'provision'],
  ['Settings', 'settings'],
  ['SendMail', 'send'],
  ['SmartReply', 'send'],
  ['SmartForward', 'send'],
  ['ItemOperations', 'fetch'],
  ['GetAttachment', 'fetch'],
  ['Search', 'search'],
  ['Find', 'search'],
  ['MeetingResponse', 'meeting-response'],
  ['MoveItems', 'move'],
  ['ResolveRecipients', 'resolve'],
  ['ValidateCert', 'resolve'],
]);

/** What devices do without anybody at them. */
const BY_ITSELF: ReadonlySet<PimActivity> = new Set(['sync', 'ping', 'folder-sync', 'provision', 'settings']);
export const isByItself = (activity: PimActivity): boolean => BY_ITSELF.has(activity);

/** Devices ask what a server can before they sign in: OPTIONS has no command. */
export function activityOf({ command, method }: ActiveSyncRequest): PimActivity {
  if (command === null) return method === 'OPTIONS' ? 'settings' : 'other';
  return ACTIVITIES.get(command) ?? 'other';
}

/** Of commands that touch no folder. */
const CLASS_OF: Readonly<Partial<Record<PimActivity, PimClass>>> = { send: 'mail', 'meeting-response': 'calendar' };

export interface Touched {
  readonly class: PimClass;
  readonly itemsIn: number;
  readonly itemsOut: number;
}

/** Each class once, with the items of its folders; one where no folder is told. */
export function touchedBy(request: ActiveSyncRequest, activity: PimActivity): readonly Touched[] {
  const { folders, mailsSent } = request;
  if (folders.length === 0) return [{ class: CLASS_OF[activity] ?? 'none', itemsIn: mailsSent, itemsOut: 0 }];
  const found = new Map<PimClass, { class: PimClass; itemsIn: number; itemsOut: number }>();
  for (const { class: of, client, server } of folders) {
    const name = of ?? 'none';
    const touched = found.get(name) ?? { class: name, itemsIn: 0, itemsOut: 0 };
    touched.itemsIn += itemsOf(client);
    touched.itemsOut += itemsOf(server);
    found.set(name, touched);
  }
  return [...found.values()];
}

const itemsOf = ({ a = 0, c = 0, d = 0 }: Counts): number => a + c + d;

export interface Result {
  readonly failed: boolean;
  readonly status: string;
}

export function resultOf(request: ActiveSyncRequest): Result {
  const { easStatus, error, http } = request;
  const failed = hasFailed(request);
  // A request that ActiveSync was content with may fail all the same.
  if (easStatus !== null && !(failed && easStatus === 1)) return { failed, status: `eas ${easStatus}` };
  return { failed, status: error === null ? `http ${http}` : `error ${error}` };
}
