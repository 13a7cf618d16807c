// Which attributes of an entry are sent, and under which names: all or the chosen ones, constructed ones only by name, and
// long lists of values in ranges, as MaxValRange makes Windows do (MS-ADTS 3.1.1.3.1.3.3).
import type { Entry } from './entry.ts';
import type { Attribute, Value } from './message.ts';
import { isConstructed, spelling } from './schema.ts';

interface Wanted {
  name: string;
  from: number;
  /** Infinity for `*`, undefined if no range was asked for. */
  to: number | undefined;
}

function readWanted(text: string): Wanted {
  const [name = '', ...options] = text.split(';');
  const range = options.map((option) => /^range=(\d+)-(\d+|\*)$/i.exec(option)).find((match) => match !== null);
  if (!range) return { name, from: 0, to: undefined };
  return { name, from: Number(range[1]), to: range[2] === '*' ? Number.POSITIVE_INFINITY : Number(range[2]) };
}

/** Without a range, more values than the limit come as an empty attribute and its first range. */
function ranged({ name, from, to }: Wanted, values: readonly Value[], limit: number): Attribute[] {
  const spelled = spelling(name);
  if (to === undefined && values.length <= limit) return values.length === 0 ? [] : [{ name: spelled, values }];
  if (from >= values.length) return [];
  const end = Math.min(to ?? Number.POSITIVE_INFINITY, from + limit - 1, values.length - 1);
  const label = end === values.length - 1 ? '*' : String(end);
  const block = { name: `${spelled};range=${from}-${label}`, values: values.slice(from, end + 1) };
  return to === undefined ? [{ name: spelled, values: [] }, block] : [block];
}

/** Makes the function that chooses an entry's attributes; an empty list means all. */
export function attributeSelector(
  requested: readonly string[],
  typesOnly: boolean,
  maxValRange: number,
): (entry: Entry) => Attribute[] {
  const named = requested.filter((text) => text !== '*' && text !== '+' && text !== '1.1').map(readWanted);
  const all = requested.length === 0 || requested.includes('*');
  const strip = (attributes: Attribute[]): Attribute[] =>
    typesOnly ? attributes.map(({ name }) => ({ name, values: [] })) : attributes;
  return (entry) => {
    const wanted = all
      ? [
          ...entry.names.filter((name) => !isConstructed(name)).map((name) => ({ name, from: 0, to: undefined })),
          ...named.filter(({ name }) => isConstructed(name)),
        ]
      : named;
    return strip(wanted.flatMap((one) => ranged(one, entry.values(one.name), maxValRange)));
  };
}
