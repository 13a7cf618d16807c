// Who had a name at an instant: events of systems that know no accounts of ours name people by what these have.
import type { WriteTransaction } from '../store/index.ts';
import { everHolding } from './aliases.ts';
import { domainsKnown } from './domains.ts';
import { type Alias, isStrong, nameOf } from './link.ts';

type Reading = Pick<WriteTransaction, 'db' | 'engine'>;

/** What an event calls a person, and when it happened. */
export interface Named {
  readonly names: readonly Alias[];
  readonly at: Date;
}

/** How long a name waits for who has it: rows of logs are older than the first reading of the directory. */
const WAITS_MS = 7 * 86_400_000;
/** What was stored before that waits no more. */
export const waitsSince = (now: Date): Date => new Date(now.getTime() - WAITS_MS);

/**
 * The person of each; null where nobody had the name then, or several had. A weak name counts only where no strong one is
 * told: it may have passed to somebody else meanwhile. Shortly before we first read it, a name was its only holder's.
 */
export async function subjectsNamed(tx: Reading, named: readonly Named[]): Promise<readonly (number | null)[]> {
  const told = await inTheirDomains(tx, named);
  const distinct = new Map(told.flatMap(({ names }) => names).map((name) => [nameOf(name), name]));
  const holders = Map.groupBy(await everHolding(tx, [...distinct.values()]), nameOf);
  return told.map(({ names, at }) => {
    const strong = names.filter((name) => isStrong(name.kind));
    const subjects = new Set(
      (strong.length > 0 ? strong : names).flatMap((name) => holdersAt(holders.get(nameOf(name)) ?? [], at)),
    );
    const [only = null] = subjects;
    return subjects.size === 1 ? only : null;
  });
}

type Holder = Awaited<ReturnType<typeof everHolding>>[number];

function holdersAt(holders: readonly Holder[], at: Date): readonly number[] {
  const then = holders.filter(({ valid_from, valid_to }) => valid_from <= at && (valid_to === null || at < valid_to));
  if (then.length > 0) return then.map((holder) => holder.subject_id);
  const subjects = new Set(holders.map((holder) => holder.subject_id));
  const first = Math.min(...holders.map(({ valid_from }) => valid_from.getTime()));
  const isJustBefore = at.getTime() < first && at.getTime() >= first - WAITS_MS;
  return subjects.size === 1 && isJustBefore ? [...subjects] : [];
}

/** An account without its domain may be that of any: where two have it, two people have the name. */
async function inTheirDomains(tx: Reading, named: readonly Named[]): Promise<readonly Named[]> {
  const isBare = ({ kind, value }: Alias): boolean => kind === 'domain_account' && !value.includes('\\');
  if (!named.some(({ names }) => names.some(isBare))) return named;
  const domains = await domainsKnown(tx);
  const inDomains = (name: Alias): readonly Alias[] =>
    isBare(name) ? domains.map((domain) => ({ ...name, value: `${domain}\\${name.value}` })) : [name];
  return named.map(({ names, at }) => ({ names: names.flatMap(inDomains), at }));
}
