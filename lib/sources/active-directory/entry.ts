// One entry as the server sent it. Attribute names compare without case, since servers answer in their own spelling;
// values stay bytes until a parameter says what they are, since a GUID may happen to be valid UTF-8.

export interface Attribute {
  /** As the server wrote it, options included: `member;range=0-1499`. */
  readonly name: string;
  readonly values: readonly Buffer[];
}

export class Entry {
  readonly dn: string;
  /** Bytes that it takes beside those that were sent. */
  readonly memory: number;
  readonly #attributes: ReadonlyMap<string, Attribute>;

  constructor(dn: string, attributes: readonly Attribute[], memory = 0) {
    this.dn = dn;
    this.memory = memory;
    const byName = new Map<string, Attribute>();
    for (const attribute of attributes) {
      const key = attribute.name.toLowerCase();
      const other = byName.get(key);
      byName.set(key, other ? bothOf(other, attribute) : attribute);
    }
    this.#attributes = byName;
  }

  bytes(name: string): readonly Buffer[] {
    return this.#attributes.get(name.toLowerCase())?.values ?? [];
  }

  texts(name: string): string[] {
    return this.bytes(name).map((value) => value.toString('utf8'));
  }

  text(name: string): string | undefined {
    return this.bytes(name)[0]?.toString('utf8');
  }

  /** The part of a long value list that came with this entry: `member;range=0-1499`. Windows sends `member` empty beside it. */
  range(name: string): { readonly values: readonly Buffer[]; readonly next: number | null } | undefined {
    const prefix = `${name.toLowerCase()};range=`;
    for (const [key, attribute] of this.#attributes) {
      const last = key.startsWith(prefix) ? /^\d+-(\d+|\*)$/.exec(key.slice(prefix.length))?.[1] : undefined;
      if (last !== undefined) return { values: attribute.values, next: last === '*' ? null : Number(last) + 1 };
    }
    return undefined;
  }

  /** The attributes of which only a first part came. */
  get cut(): string[] {
    return [...this.#attributes.keys()].flatMap((key) => /^([^;]+);range=\d+-\d+$/.exec(key)?.[1] ?? []);
  }

  /** The same entry with these values of an attribute. */
  with(name: string, values: readonly Buffer[]): Entry {
    const others = [...this.#attributes]
      .filter(([key]) => key !== name.toLowerCase())
      .map(([, attribute]) => attribute);
    return new Entry(this.dn, [...others, { name, values }]);
  }
}

/** Of a server that names an attribute twice. Values are read when they are asked for. */
const bothOf = (one: Attribute, other: Attribute): Attribute => ({
  name: one.name,
  get values() {
    return [...one.values, ...other.values];
  },
});

/** A DN for comparison. Blanks around `,` and `=` mean nothing. By parts: `\s*[,=]` would try each blank of a long run anew. */
export const plainDn = (dn: string): string =>
  dn
    .toLowerCase()
    .split(/([,=])/)
    .map((part) => part.trim())
    .join('');

/** Whether a DN is another one, or lies below it. */
export function endsWithDn(dn: string, suffix: string): boolean {
  const [whole, end] = [dn, suffix].map(plainDn);
  return whole === end || (whole?.endsWith(`,${end}`) ?? false);
}

/** Those of the DNs that lie below no other of them. */
export const outermost = (dns: readonly string[]): string[] =>
  dns.filter((dn) => !dns.some((other) => other !== dn && endsWithDn(dn, other)));
