// What a list has told already, by 8 bytes of a hash each (a million rows take 16 MB): pages that tell nothing new need not end.
import { hash } from 'node:crypto';

export class Seen {
  /** Open addressing; 0 is free. */
  #slots = new BigUint64Array(1024);
  #size = 0;

  /** Whether it was new. One in some 10^12 rows of a list of a million is taken for another: none is judged alone. */
  add(text: string): boolean {
    const value = numberOf(text);
    const at = this.#place(value);
    if (this.#slots[at] === value) return false;
    this.#slots[at] = value;
    this.#size += 1;
    if (2 * this.#size > this.#slots.length) this.#grow();
    return true;
  }

  has(text: string): boolean {
    const value = numberOf(text);
    return this.#slots[this.#place(value)] === value;
  }

  #place(value: bigint): number {
    let at = Number(value % BigInt(this.#slots.length));
    while (this.#slots[at] !== 0n && this.#slots[at] !== value) at = (at + 1) % this.#slots.length;
    return at;
  }

  #grow(): void {
    const before = this.#slots;
    this.#slots = new BigUint64Array(2 * before.length);
    for (const value of before) if (value !== 0n) this.#slots[this.#place(value)] = value;
  }
}

const numberOf = (text: string): bigint => hash('sha256', text, 'buffer').readBigUInt64LE() || 1n;
