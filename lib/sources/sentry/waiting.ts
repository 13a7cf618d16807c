// Halves of use cases that wait for the other one, in the order in which they came, with what keeping them takes.

interface Kept<Half> {
  readonly half: Half;
  /** When it was read: the time of the line may be long ago. */
  readonly heldAt: number;
  /** As it is kept. */
  readonly text: string;
}

export class Waiting<Half> {
  readonly #all = new Map<string, Kept<Half>>();
  #bytes = 0;

  /** One that waits already goes on waiting. */
  add(useCase: string, half: Half, heldAt: number, kept: readonly unknown[]): void {
    if (this.#all.has(useCase)) return;
    const text = JSON.stringify([useCase, heldAt, ...kept]);
    this.#all.set(useCase, { half, heldAt, text });
    this.#bytes += bytesOf(text);
  }

  get(useCase: string): Half | undefined {
    return this.#all.get(useCase)?.half;
  }

  delete(useCase: string): void {
    const kept = this.#all.get(useCase);
    if (!kept) return;
    this.#all.delete(useCase);
    this.#bytes -= bytesOf(kept.text);
  }

  get size(): number {
    return this.#all.size;
  }

  /** Of the text that is kept. */
  get bytes(): number {
    return this.#bytes;
  }

  get oldest(): string | null {
    const [first] = this.#all.keys();
    return first ?? null;
  }

  /** By when they came. */
  those(which: (heldAt: number) => boolean): readonly string[] {
    return [...this.#all].flatMap(([useCase, { heldAt }]) => (which(heldAt) ? [useCase] : []));
  }

  /** JSON: a list of lists. */
  get text(): string {
    return `[${Array.from(this.#all.values(), ({ text }) => text).join(',')}]`;
  }
}

/** With the comma. */
const bytesOf = (text: string): number => Buffer.byteLength(text) + 1;
