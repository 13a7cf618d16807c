// Which faults strike a connector in the first tier: of its share of what several meet and what ends alike for them one of
// each kind that no other has met, and two at least. The second tier strikes each with the rest.
import { tables } from '../contract/products.ts';
import { activeDirectoryFaults } from './active-directory-faults.ts';
import type { Fault, FaultTable } from './fault.ts';

const first = tables.filter(({ isLarge, inOwnProcess }) => !isLarge && !inOwnProcess);

const inTurn = (table: FaultTable): readonly Fault[] =>
  first.includes(table) ? table.faults.filter((fault) => turnOf(fault) === table) : [];

/** The same for faults that end alike, but for what a hint calls its keys, which the second tier sees. */
const endOf = ({ name, outcome: { state, poll, code } }: Fault): string => [name, state, poll, code].join();

/** One of the tables where it ends so: the next one for each further fault. Of those without lists what no other has. */
function turnOf(fault: Fault): FaultTable | undefined {
  const having = (isAlike: (one: Fault) => boolean, hasNoLists?: true) =>
    first.filter((table) => table.hasNoLists === hasNoLists && table.faults.some(isAlike));
  const isNamed = ({ name }: Fault): boolean => name === fault.name;
  const alike = having((one) => endOf(one) === endOf(fault));
  if (alike.length === 0 && having(isNamed).length > 0) return undefined;
  return alike[ENDS.indexOf(endOf(fault)) % alike.length] ?? having(isNamed, true)[0];
}

const ENDS = [...new Set(first.flatMap(({ faults }) => faults.map(endOf)))];

/** Of faults that the first tier takes for one: what an operator sees of them first. */
export const kindOf = ({ group, outcome: { state, poll } }: Fault): string => [group, state, poll].join();

/** The first of each kind that no table before has struck; of each table two, that it meets any. */
const FIRST_OF_KIND: ReadonlyMap<FaultTable, readonly Fault[]> = (() => {
  const struck = new Set<string>();
  return new Map(
    first.map((table) => {
      const kinds = [...Map.groupBy(inTurn(table), kindOf)];
      const share = kinds.filter(([kind], i) => i < 2 || !struck.has(kind)).flatMap(([, [one]]) => one ?? []);
      for (const fault of share) struck.add(kindOf(fault));
      return [table, share];
    }),
  );
})();

/** What strikes a table in the first tier: of its share, or one of each kind of all where it has a process of its own. */
export const struckFirst = (table: FaultTable): readonly Fault[] =>
  table === activeDirectoryFaults ? oneOfEachKind(table) : (FIRST_OF_KIND.get(table) ?? []);

const oneOfEachKind = ({ faults }: FaultTable): readonly Fault[] =>
  [...Map.groupBy(faults, kindOf).values()].flatMap(([one]) => one ?? []);

/** What is left for the second tier. */
export const struckLater = (table: FaultTable): readonly Fault[] =>
  table.faults.filter((fault) => !struckFirst(table).includes(fault));

/**
 * Of a table whose collector has a process of its own, what strikes it there: one of each kind, and bodies, whose memory is
 * looked at. For the rest it would do nothing but wait.
 */
export function isStruckApart(table: FaultTable): (fault: Fault) => boolean {
  const kinds = oneOfEachKind(table);
  return (fault) => table.inOwnProcess === true && (kinds.includes(fault) || fault.group === 'body');
}

/** Of two halves of the second tier that take about as long, whether a table is of the first one. */
export const isInFirstHalf = ({ target, inOwnProcess }: FaultTable): boolean =>
  inOwnProcess === true || target.connector === 'workspace-one';
