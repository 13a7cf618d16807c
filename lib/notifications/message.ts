// What a notification says: words of ours, names of sources and datasets, and times. Lines of warnings are not in it, since
// mail and webhooks leave the house: `/api/sources` has them.
import { WARNING_KINDS, type WarningKind, type WarningKindName } from '../warning-kinds.ts';

export const PHASES = { opened: 'New', reminder: 'Still', over: 'Over', test: 'Test' } as const;

export interface Item {
  /** Null where it is about the whole installation. */
  readonly source: string | null;
  readonly about: string | null;
  readonly since: string;
}

export interface Message {
  /** The same for each try: receivers tell by it what they have. */
  readonly id: string;
  readonly at: string;
  readonly kind: WarningKindName | 'test';
  readonly phase: keyof typeof PHASES;
  /** Of all items; the first of them are named. */
  readonly count: number;
  readonly items: readonly Item[];
}

/** A storm is one message, and not a long one. */
const NAMED = 50;
export const messageOf = (of: Omit<Message, 'count'>): Message => ({
  ...of,
  count: of.items.length,
  items: of.items.slice(0, NAMED).map(({ source, about, since }) => ({ source, about: about && wordOf(about), since })),
});

/** Words of ours look so; what does not, is none. */
const wordOf = (about: string): string | null => (/^[a-z0-9][a-z0-9._/-]{0,63}$/.test(about) ? about : null);

const TEST: WarningKind = { title: 'This is a test', hint: 'Nothing is wrong: notifications arrive.', urgent: false };

export const wordsOf = (kind: Message['kind']): WarningKind => (kind === 'test' ? TEST : WARNING_KINDS[kind]);
