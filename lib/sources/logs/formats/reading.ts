// What a line of a log is: an event, or why it is none. Readers are functions of a line and the state before it; they
// never throw, and neither a reason nor an error holds anything of the line: lines are personal data.
import type { Zone } from '../zones.ts';
import type { Columns } from './column-names.ts';

/** Lines that are read and tell of nobody's activity. */
export const IGNORED = [
  'empty',
  'no-request',
  'auth-challenge',
  'health-probe',
  'not-activesync',
  'other-hop',
  'no-host',
  'not-wanted',
  'other-record-type',
  'known',
] as const;
export type IgnoredReason = (typeof IGNORED)[number];

/**
 * Lines that cannot be read: `fields` stand behind no `#Fields` that fits (another log), `truncated` was cut by the
 * producer before it said enough, `too-long` is for whoever makes lines of bytes; `not-json` is no record of a push.
 */
export const REJECTED = [
  'format',
  'fields',
  'field-count',
  'time',
  'truncated',
  'not-base64',
  'key',
  'too-long',
  'not-json',
] as const;
export type RejectedReason = (typeof REJECTED)[number];

export type NoEvent =
  | { readonly is: 'header' /** Of the lines from here on. */; readonly columns?: Columns }
  | { readonly is: 'ignored'; readonly reason: IgnoredReason }
  | { readonly is: 'rejected'; readonly reason: RejectedReason }
  /** A last line without an end: it is read when it has grown. Said by the reader of files, who sees the end. */
  | { readonly is: 'incomplete' };

export type Reading<Event> = { readonly is: 'event'; readonly event: Event } | NoEvent;

export interface LineState {
  /** Of times that name none, where the format has no rule of its own. */
  readonly zone: Zone;
  /** When the line came, of files when they were last written: tells the year of stamps without one. */
  readonly receivedAt: number;
  /** When it is read, where that is later: a line that is dated beyond is dated ahead. */
  readonly readAt?: number;
  /** Of the last `#Fields`; `columnsOf` makes them again of the text that was kept. */
  readonly columns: Columns | null;
}

export type ReadLine<Event> = (line: string, state: LineState) => Reading<Event>;

/** The same of a line's bytes; null where it is to be read as a text. */
export type ReadBytes<Event> = (bytes: Buffer, from: number, to: number, state: LineState) => Reading<Event> | null;

const ignoredFor = new Map(IGNORED.map((reason) => [reason, { is: 'ignored', reason } as const]));
const rejectedFor = new Map(REJECTED.map((reason) => [reason, { is: 'rejected', reason } as const]));

export const ignored = (reason: IgnoredReason): NoEvent => ignoredFor.get(reason) ?? { is: 'ignored', reason };
export const rejected = (reason: RejectedReason): NoEvent => rejectedFor.get(reason) ?? { is: 'rejected', reason };

/** No producer cuts shorter records: syslog at 1,024 bytes or more, Squid at 8,191. */
const CUT_FROM = 1_000;

/** Why a line was not read that does not have the form of its format. */
export const misshapen = (line: Pick<string, 'length'>): NoEvent =>
  rejected(line.length >= CUT_FROM ? 'truncated' : 'format');

/** True where a line may be a record that its producer cut. */
export const mayBeCut = (line: Pick<string, 'length'>): boolean => line.length >= CUT_FROM;

/** A value of a log, or null where it has none. */
export const given = (text: string): string | null => (text === '-' || text === '' ? null : text);

export const isBlank = (line: string): boolean => line === '' || line.trim() === '';
