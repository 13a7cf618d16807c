// Small lists of the tenant, each behind its own role and of its own age: which address has them, and what of its
// answer are the records.
import { expectAbout } from '../about.ts';
import type { Entity } from '../parameters.ts';
import { isRecord, recordsOf, saysNothing, type WireRecord, wrongShape } from '../wire.ts';

export interface UemPart {
  readonly entity: Entity;
  /** What its rows are: `kind` of the configuration, `component` of the infrastructure. */
  readonly kind: string;
  /** Behind the address of the tenant. */
  readonly path: string;
  /** In the vendor's media type: `application/vnd.blackberry.<type>-v1+json`. */
  readonly type: string;
  /** Name of the list where it comes in pages. */
  readonly pages?: string;
  readonly records: (answer: WireRecord, tenantId: string) => readonly PartRecord[];
  /** The first version that has it. */
  readonly since?: string;
}

export interface PartRecord {
  readonly record: WireRecord;
  /** Where the record itself has no id. */
  readonly id?: string | undefined;
}

/** The records of a list. An answer without it is of something else, and an empty one of nothing. Throws SourceError. */
export function recordsIn(answer: WireRecord, name: string): readonly WireRecord[] {
  const list = answer[name];
  if (Object.keys(answer).length === 0) throw saysNothing('BlackBerry UEM');
  if (!Array.isArray(list)) throw wrongShape('BlackBerry UEM');
  return recordsOf(list);
}

/**
 * The same of a list that belongs to parents, by the ids in its address: `{ users: '<guid>' }`. Throws `other-answer` where
 * a record links to another one (`rel` is `user` in those of devices).
 */
export function recordsAbout(
  answer: WireRecord,
  name: string,
  parents: Readonly<Record<string, string>>,
): readonly WireRecord[] {
  const records = recordsIn(answer, name);
  for (const { links } of records)
    for (const link of Array.isArray(links) ? links : []) {
      const path = isRecord(link) && typeof link.href === 'string' ? link.href.split('/') : [];
      for (const [parent, id] of Object.entries(parents)) {
        const at = path.indexOf(parent);
        if (at !== -1) expectAbout('BlackBerry UEM', encodeURIComponent(id), path[at + 1]);
      }
    }
  return records;
}

/** The same of a list that is left out where it is empty, beside others. */
export const recordsWithin = (answer: WireRecord, name: string): readonly WireRecord[] =>
  answer[name] === undefined && Object.keys(answer).length > 0 ? [] : recordsIn(answer, name);

export const listed =
  (name: string): UemPart['records'] =>
  (answer) =>
    recordsIn(answer, name).map((record) => ({ record }));
