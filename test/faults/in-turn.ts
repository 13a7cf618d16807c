// Which faults strike a connector in the first tier: those of its own, and its share of those that any source over HTTP may
// meet and that end alike for some of them. The second tier strikes each with the rest.
import { tables } from '../contract/products.ts';
import type { Fault, FaultTable } from './fault.ts';

const first = tables.filter(({ isLarge, inOwnProcess }) => !isLarge && !inOwnProcess);

export const inTurn = (table: FaultTable): readonly Fault[] =>
  first.includes(table) ? table.faults.filter((fault) => !fault.overHttp || turnOf(fault) === table) : [];

/** The same for faults that end alike, but for what a hint calls its keys, which the second tier sees. */
export const endOf = ({ name, outcome: { state, poll, code } }: Fault): string => [name, state, poll, code].join();

/** One of the tables where it ends so: the next one for each further fault. */
function turnOf(fault: Fault): FaultTable | undefined {
  const having = first.filter(({ faults }) => faults.some((one) => one.overHttp && endOf(one) === endOf(fault)));
  return having[ENDS.indexOf(endOf(fault)) % having.length];
}

const ENDS = [...new Set(first.flatMap(({ faults }) => faults.filter(({ overHttp }) => overHttp).map(endOf)))];
