// The usage reports of the company's tenant, as CSV. They are of two days ago, and those of single days go back 30.
// https://learn.microsoft.com/graph/api/reportroot-getmailboxusagedetail
import type { Estate } from '../estate/estate.ts';
import { type Mailbox, mailboxOf } from '../estate/mailbox.ts';
import { below, chance, hash, hex } from '../random.ts';

export interface ReportSettings {
  /** What administrators switched on: hashes in place of names. */
  concealed: boolean;
  /** Added to each count of the report of a day: it was restated. */
  restated: number;
}

const DAY_MS = 86_400_000;
const LAG_DAYS = 2;

const dateOf = (at: number | null): string => (at === null ? '' : new Date(at).toISOString().slice(0, 10));

export class UsageReports {
  readonly settings: ReportSettings = { concealed: false, restated: 0 };
  readonly #estate: Estate;
  readonly #clock: () => number;

  constructor(estate: Estate, clock: () => number) {
    this.#estate = estate;
    this.#clock = clock;
  }

  get refreshed(): string {
    return dateOf(this.#clock() - LAG_DAYS * DAY_MS);
  }

  mailboxes(): readonly Mailbox[] {
    const days = (this.#clock() - this.#estate.options.epoch) / DAY_MS;
    return this.#estate.people.flatMap((person) => {
      const mailbox = person && mailboxOf(person, days);
      return mailbox?.online ? [mailbox] : [];
    });
  }

  /** Undefined where there is no such report, or none of that day. */
  csvOf(name: string, day: string | undefined): string | undefined {
    if (day !== undefined && (day > this.refreshed || day < dateOf(this.#clock() - 30 * DAY_MS))) return undefined;
    if (name === 'getMailboxUsageDetail' && day === undefined) return this.#csv(MAILBOX, (box) => this.#usage(box));
    if (name === 'getEmailActivityUserDetail') return this.#csv(ACTIVITY, (box) => this.#activity(box, day));
    if (name === 'getEmailAppUsageUserDetail') return this.#csv(CLIENTS, (box) => this.#clients(box));
    return undefined;
  }

  #csv(columns: readonly string[], cellsOf: (mailbox: Mailbox) => readonly (string | number)[]): string {
    const rows = this.mailboxes().map((box) => [this.refreshed, ...this.#names(box), ...cellsOf(box), '7']);
    const header = ['Report Refresh Date', 'User Principal Name', 'Display Name', ...columns, 'Report Period'];
    return `\uFEFF${[header, ...rows].map((row) => `${row.map(quoted).join(',')}\r\n`).join('')}`;
  }

  #names({ person, name, address }: Mailbox): readonly string[] {
    const seed = person?.seed ?? 0;
    if (this.settings.concealed) return [hex(32, seed, 790).toUpperCase(), hex(32, seed, 791).toUpperCase()];
    return [person?.userPrincipalName ?? address, name];
  }

  #usage({ createdAt, lastLogonAt, items, bytes, quota, deletedItems, hasArchive }: Mailbox) {
    const quotas = [0.98, 0.99, 1].map((share) => Math.floor(quota * share));
    const deleted = [deletedItems, deletedItems * 75_000, 30 * 1024 ** 3];
    const kind = [hasArchive ? 'True' : 'False', 'User'];
    return ['False', '', dateOf(createdAt), dateOf(lastLogonAt), items, bytes, ...quotas, ...deleted, ...kind];
  }

  #activity({ person, lastLogonAt }: Mailbox, day = this.refreshed): readonly (string | number)[] {
    const dice = hash(person?.seed ?? 0, Date.parse(day) / DAY_MS);
    const isAway = chance(20, dice, 792) || lastLogonAt === null;
    const count = (most: number, salt: number): number =>
      isAway ? 0 : below(most, dice, salt) + this.settings.restated;
    const counts = [count(20, 793), count(60, 794), count(50, 795), count(3, 796), count(4, 797)];
    return ['False', '', dateOf(lastLogonAt), ...counts, 'MICROSOFT 365 E3'];
  }

  #clients({ person, lastLogonAt }: Mailbox): readonly string[] {
    const seed = person?.seed ?? 0;
    const used = CLIENTS.slice(3).map((_, i) =>
      chance([5, 5, 60, 55, 15, 40, 0, 1, 0][i] ?? 0, seed, 800 + i) ? 'Yes' : '',
    );
    return ['False', '', dateOf(lastLogonAt), ...used];
  }
}

const MAILBOX = [
  'Is Deleted',
  'Deleted Date',
  'Created Date',
  'Last Activity Date',
  'Item Count',
  'Storage Used (Byte)',
  'Issue Warning Quota (Byte)',
  'Prohibit Send Quota (Byte)',
  'Prohibit Send/Receive Quota (Byte)',
  'Deleted Item Count',
  'Deleted Item Size (Byte)',
  'Deleted Item Quota (Byte)',
  'Has Archive',
  'Recipient Type',
];
const ACTIVITY = [
  'Is Deleted',
  'Deleted Date',
  'Last Activity Date',
  'Send Count',
  'Receive Count',
  'Read Count',
  'Meeting Created Count',
  'Meeting Interacted Count',
  'Assigned Products',
];
const CLIENTS = [
  'Is Deleted',
  'Deleted Date',
  'Last Activity Date',
  'Mail For Mac',
  'Outlook For Mac',
  'Outlook For Windows',
  'Outlook For Mobile',
  'Other For Mobile',
  'Outlook For Web',
  'POP3 App',
  'IMAP4 App',
  'SMTP App',
];

const quoted = (cell: string | number): string => {
  const text = String(cell);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
};
