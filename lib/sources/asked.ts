// What belongs to parents that are asked for one by one (the devices of a user, the apps of a device). "No such thing" of a
// parent that is still listed, or an answer without the list, is not "nothing": it may be a call that this version lacks, or
// a user who left while the list was read. What is stored stays, and the next reading, without the parent, proves it gone.
import { z } from 'zod';
import type { MirrorName } from '../catalog/index.ts';
import { SourceError } from '../errors.ts';
import type { PollStep, Proof } from './contract.ts';
import type { MappedRow } from './map.ts';
import { nameOf, type Parameter } from './parameters.ts';
import type { WireRecord } from './wire.ts';

const count = z.int().nonnegative();
/** Rows that were handed on, parents that answered, and parents that did not. */
export const askedShape = z.object({ rows: count, told: count, silent: count });
export type Asked = z.infer<typeof askedShape>;

export const NOBODY_ASKED: Asked = { rows: 0, told: 0, silent: 0 };

export const plus = (a: Asked, b: Asked): Asked => ({
  rows: a.rows + b.rows,
  told: a.told + b.told,
  silent: a.silent + b.silent,
});

/** Whether a version has no such call, or not in the form that it is asked in. */
export const isUnknownRequest = (error: unknown): boolean =>
  error instanceof SourceError && /^http-(405|406|415|501)$/.test(error.code);

/** Whether an error of one parent's list is no answer: "no such thing", or a list that shifted while it was read. */
export const isNoAnswer = (error: unknown): boolean =>
  isUnknownRequest(error) ||
  (error instanceof SourceError && /^(http-404|incomplete|repeated-page|list-moved|says-nothing)$/.test(error.code));

/** So many that all give no answer, and nobody who does, have not vanished since they were listed. */
const TOO_MANY_SILENT = 10;

/** Whether it need not be asked of others, too. */
export const isUnknownCall = ({ told, silent }: Asked): boolean => told === 0 && silent >= TOO_MANY_SILENT;

type Pages = AsyncIterable<{ readonly records: readonly WireRecord[] }>;

/** Who gave no answer in a poll, by their ids in the list of parents. One that has left it since had nothing to tell. */
export class Silent {
  readonly #idOf: (record: WireRecord) => unknown;
  readonly #ids = new Set<unknown>();
  #count = 0;
  #isListed = false;

  constructor(idOf: (record: WireRecord) => unknown) {
    this.#idOf = idOf;
  }

  /** Null for one that is listed still, or whose id cannot be read: then nobody else need be looked for. */
  add(id: string | null): void {
    this.#count++;
    if (id === null) this.#isListed = true;
    else this.#ids.add(id);
  }

  get isListed(): boolean {
    return this.#isListed;
  }

  /** Whether all of them have left the list, read once more; false where polls before met others. Throws SourceError. */
  async haveLeft(list: () => Pages, silent = this.#count): Promise<boolean> {
    if (this.#isListed || this.#count !== silent) return false;
    try {
      for await (const { records } of list())
        if (records.some((record) => this.#ids.has(this.#idOf(record)))) return false;
      return true;
    } catch (error) {
      if (isNoAnswer(error)) return false;
      throw error;
    }
  }
}

/** The end of a reading of all parents; `haveLeft` says whether those without an answer are listed no more. */
export async function endOfAsked(
  dataset: MirrorName,
  proof: Omit<Proof, 'rows'>,
  { rows, told, silent }: Asked,
  haveLeft: () => Promise<boolean>,
): Promise<PollStep> {
  if (silent > 0 && told === 0) return { dataset, unproven: 'not-supported' };
  if (silent > 0 && !(await haveLeft())) return { dataset, unproven: 'not-answered' };
  return { dataset, complete: { ...proof, rows } };
}

/** Parts of listed records that are asked for one by one, over a poll: the network of a device, the details of a user. */
export class AskedParts {
  readonly #asked = new Map<string, Asked>();

  /** Null where there is none; and where nothing was answered, which the row says. */
  async ask<T>(
    part: string,
    row: MappedRow,
    parameters: readonly Parameter[],
    read: () => Promise<T | null>,
  ): Promise<T | null> {
    try {
      const answer = await read();
      this.told(part);
      return answer;
    } catch (error) {
      if (!isNoAnswer(error)) throw error;
      this.silent(part, row, parameters);
      return null;
    }
  }

  told(part: string): void {
    this.#count(part, { rows: 0, told: 1, silent: 0 });
  }

  /** What these parameters told before stays, unless the row has another value of it already. */
  silent(part: string, row: MappedRow, parameters: readonly Parameter[]): void {
    this.#count(part, { rows: 0, told: 0, silent: 1 });
    const missing = parameters.flatMap((parameter) => {
      const name = nameOf(parameter);
      const value = parameter.field === undefined ? row.attributes[name] : row[parameter.field];
      return (value ?? null) === null ? [parameter.field ?? `attributes.${name}`] : [];
    });
    row.unanswered = [...new Set([...(row.unanswered ?? []), ...missing])];
  }

  /** For the proof of the pass: nobody answered. They are asked all the same, since those who have none may come first. */
  get lacking(): Pick<Proof, 'lacking'> {
    const lacking = [...this.#asked].filter(([, asked]) => isUnknownCall(asked)).map(([part]) => part);
    return lacking.length > 0 ? { lacking } : {};
  }

  #count(part: string, asked: Asked): void {
    this.#asked.set(part, plus(this.#asked.get(part) ?? NOBODY_ASKED, asked));
  }
}

/**
 * Whether an id may stand in an address. Servers drop blanks and clients resolve dots: something else would be asked for.
 */
export const isPathSegment = (id: unknown): id is string => typeof id === 'string' && !/^[\s.]*$/.test(id);
