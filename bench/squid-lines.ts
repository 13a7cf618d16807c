// Lines of Squid as a company writes them: a few hosts have most of the requests.
import { appendFileSync } from 'node:fs';

const PEOPLE = 2_000;
const HOSTS = 5_000;
const HOUR_MS = 3_600_000;
const DAY_MS = 86_400_000;
const LINES_AT_ONCE = 10_000;

export interface Squid {
  readonly lines: number;
  /** When the first one was written; two hours of today where it is not said. */
  readonly from?: number;
  readonly hours?: number;
  /** Each line of a person and host of its own, as far as these go; else each person uses twenty hosts. */
  readonly distinct?: boolean;
}

/** Appends them, in their order. */
export function writeSquid(file: string, { lines, from = today(), hours = 2, distinct = false }: Squid): void {
  const at = (i: number): number => from + (i * hours * HOUR_MS) / lines;
  for (let first = 0; first < lines; first += LINES_AT_ONCE) {
    const count = Math.min(LINES_AT_ONCE, lines - first);
    appendFileSync(
      file,
      Array.from({ length: count }, (_, i) => squidLine(first + i, at(first + i), distinct)).join(''),
    );
  }
}

const today = (): number => Math.floor(Date.now() / DAY_MS) * DAY_MS;

export function squidLine(i: number, at: number, distinct = false): string {
  const person = (i * 7_919) % PEOPLE;
  const turn = Math.floor(i / PEOPLE);
  const one = person * 20 + (turn % 20);
  const host = distinct ? turn : Math.floor(HOSTS * (((one * 104_729) % 100_003) / 100_003) ** 4);
  const user = `person${person}@corp.example`;
  return `${(at / 1_000).toFixed(3)}    ${100 + (i % 900)} 10.1.${person >> 8}.${person & 255} TCP_MISS/200 ${500 + (i % 20_000)} GET http://www.host${host}.example/path/${i}/index.html?session=${i}abcdef ${user} HIER_DIRECT/192.0.2.${i % 250} text/html\n`;
}
