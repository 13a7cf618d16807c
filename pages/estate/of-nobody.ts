// Mailboxes that a search found: those of people whom it found, too, stand on the pages of these. Pure.
import type { FoundMailbox, FoundUser } from './api.ts';

interface FoundBoth {
  readonly mailboxes: readonly FoundMailbox[];
  readonly users: readonly Pick<FoundUser, 'id'>[];
}

export const ofNobodyFound = ({ mailboxes, users }: FoundBoth): readonly FoundMailbox[] =>
  mailboxes.filter(({ userId }) => !users.some(({ id }) => id === userId));
