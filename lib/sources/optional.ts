// What makes an answer better and is not in every version: an order, a total, a media type. An older one refuses the whole
// request for it (400, 406): it is asked again without, and not with it any more.
import { SourceError } from '../errors.ts';

export class Optional<Name extends string> {
  readonly #refusal: string;
  readonly #known: Set<Name>;

  /** By which status an older version says that it does not know them. */
  constructor(refusal: 400 | 406, ...names: readonly Name[]) {
    this.#refusal = `http-${refusal}`;
    this.#known = new Set(names);
  }

  has(name: Name): boolean {
    return this.#known.has(name);
  }

  /** Asks with what is known; where that is refused without one after the other, then without all. Throws the first refusal. */
  async ask<T>(request: (names: ReadonlySet<Name>) => Promise<T>): Promise<T> {
    const known = new Set(this.#known);
    try {
      return await request(known);
    } catch (error) {
      if (known.size === 0 || !this.#isRefusal(error)) throw error;
      for (const names of [...[...known].map((name) => known.difference(new Set([name]))), new Set<Name>()])
        try {
          const answer = await request(names);
          for (const name of known.difference(names)) this.#known.delete(name);
          return answer;
        } catch (other) {
          if (!this.#isRefusal(other)) throw other;
        }
      throw error;
    }
  }

  #isRefusal(error: unknown): boolean {
    return error instanceof SourceError && error.code === this.#refusal;
  }
}
