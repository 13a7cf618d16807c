// The order of people that a search found: who answers it best first, then by name. The API tells who answers best, and of those that
// answer alike the first ones that it comes to. Pure.
import type { Rank } from '../../lib/search/question.ts';
import type { FoundUser } from './api.ts';

const RANKS: readonly Rank[] = ['exact', 'beginning', 'word'];
type Ordered = Pick<FoundUser, 'displayName' | 'matched'>;

/** Without a match: found by its beginning alone, and last. */
const rankOf = ({ matched: [best] }: Ordered): number => (best ? RANKS.indexOf(best.rank) : RANKS.length);

export function bestFirst<T extends Ordered>(users: readonly T[], language: string): readonly T[] {
  const { compare } = new Intl.Collator(language, { sensitivity: 'base', numeric: true });
  return [...users].sort((a, b) => rankOf(a) - rankOf(b) || compare(a.displayName ?? '', b.displayName ?? ''));
}
