// How a record is linked stands on its row. Whoever joins a person changes that for who is there already: a record that
// was alone is linked now, one that shares a strong id is linked strongly.
import type { WriteTransaction } from '../store/index.ts';
import { readInLists } from '../store/lists.ts';
import { aliasColumns, aliasesOf, PEOPLE } from './aliases.ts';
import { type Alias, isStrong, nameOf } from './link.ts';

/** A person who gets these names, too. */
interface Joined {
  readonly subject: number;
  readonly aliases: readonly Alias[];
}

/** Marks the records that these persons have already; nothing is read but those that are not linked strongly. */
export async function markLinked(tx: WriteTransaction, joining: readonly Joined[]): Promise<void> {
  const bySubject = new Map(joining.map((newcomer) => [newcomer.subject, newcomer]));
  for (const dataset of PEOPLE) {
    const updates: { id: unknown; subject_link: string }[] = [];
    const query = tx.rows
      .selectFrom(dataset)
      .select(['id', 'subject_id', 'subject_link', ...aliasColumns(dataset)])
      .where('subject_link', '<>', 'strong');
    for (const row of await readInLists([...bySubject.keys()], (list) => query.where('subject_id', 'in', list))) {
      const newcomer = bySubject.get(Number(row.subject_id));
      const strong = new Set(newcomer?.aliases.filter(({ kind }) => isStrong(kind)).map(nameOf));
      const subject_link = aliasesOf(dataset, row).some((alias) => strong.has(nameOf(alias))) ? 'strong' : 'weak';
      if (subject_link !== row.subject_link) updates.push({ id: row.id, subject_link });
    }
    await tx.update(dataset, updates);
  }
}
