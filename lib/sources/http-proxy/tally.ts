// Numbers of requests by place and person, of which a step has a hundred thousand: columns of numbers, since objects of each
// in maps of each would take longer than the reading of the lines.
import type { HostRequest } from './read.ts';

export interface Counts {
  readonly requests: number;
  readonly blocked: number;
  readonly errors: number;
  readonly bytes: number;
  /** The newest of them: a row is that of its hour or day, and names are resolved as of then. */
  readonly at: number;
}

const FREE = 0;
const PLACES_AT_FIRST = 1_024;

export class Tally {
  /** Open addressing: the number of a pair, from 1. */
  #table = new Int32Array(PLACES_AT_FIRST);
  readonly #places: number[] = [];
  readonly #people: number[] = [];
  readonly #requests: number[] = [];
  readonly #blocked: number[] = [];
  readonly #errors: number[] = [];
  readonly #bytes: number[] = [];
  readonly #at: number[] = [];

  /** Pairs of place and person. */
  get size(): number {
    return this.#places.length;
  }

  add(place: number, person: number, { at, blocked, error, bytes }: HostRequest): void {
    const i = this.#numberOf(place, person);
    this.#requests[i] = (this.#requests[i] ?? 0) + 1;
    if (blocked) this.#blocked[i] = (this.#blocked[i] ?? 0) + 1;
    if (error) this.#errors[i] = (this.#errors[i] ?? 0) + 1;
    this.#bytes[i] = (this.#bytes[i] ?? 0) + (bytes ?? 0);
    if (at > (this.#at[i] ?? 0)) this.#at[i] = at;
  }

  forEach(tell: (place: number, person: number, counts: Counts) => void): void {
    for (const [i, place] of this.#places.entries())
      tell(place, this.#people[i] ?? 0, {
        requests: this.#requests[i] ?? 0,
        blocked: this.#blocked[i] ?? 0,
        errors: this.#errors[i] ?? 0,
        bytes: this.#bytes[i] ?? 0,
        at: this.#at[i] ?? 0,
      });
  }

  #numberOf(place: number, person: number): number {
    const mask = this.#table.length - 1;
    let slot = hashOf(place, person) & mask;
    for (let known = this.#table[slot] ?? FREE; known !== FREE; known = this.#table[slot] ?? FREE) {
      if (this.#places[known - 1] === place && this.#people[known - 1] === person) return known - 1;
      slot = (slot + 1) & mask;
    }
    this.#people.push(person);
    this.#requests.push(0);
    this.#blocked.push(0);
    this.#errors.push(0);
    this.#bytes.push(0);
    this.#at.push(0);
    const size = this.#places.push(place);
    this.#table[slot] = size;
    if (2 * size > this.#table.length) this.#grow();
    return size - 1;
  }

  #grow(): void {
    const table = new Int32Array(4 * this.#table.length);
    const mask = table.length - 1;
    for (const [i, place] of this.#places.entries()) {
      let slot = hashOf(place, this.#people[i] ?? 0) & mask;
      while (table[slot] !== FREE) slot = (slot + 1) & mask;
      table[slot] = i + 1;
    }
    this.#table = table;
  }
}

function hashOf(place: number, person: number): number {
  const mixed = Math.imul(place, 0x9e37_79b1) ^ Math.imul(person, 0x85eb_ca6b);
  return mixed ^ (mixed >>> 15);
}
