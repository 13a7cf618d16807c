// What Exchange calls the state of a mailbox against its quotas, where a system tells both and not the state.
// https://learn.microsoft.com/exchange/recipients/user-mailboxes/storage-quotas
import type { SourceRow } from './contract.ts';

/** Null where the size is not known, or there is no quota. */
export function quotaStateOf(row: SourceRow): string | null {
  const { size_bytes: size, warning_quota_bytes, send_quota_bytes, send_receive_quota_bytes } = row;
  const quotas = [
    [send_receive_quota_bytes, 'MailboxDisabled'],
    [send_quota_bytes, 'ProhibitSend'],
    [warning_quota_bytes, 'IssueWarning'],
  ] as const;
  if (typeof size !== 'number' || quotas.every(([quota]) => typeof quota !== 'number')) return null;
  return quotas.find(([quota]) => typeof quota === 'number' && size >= quota)?.[1] ?? 'BelowLimit';
}
