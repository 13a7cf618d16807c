// Sources whose people were read whole, and are none: a filter with a typing mistake is read without an error for ever.
import { type MirrorName, mirrors } from '../catalog/index.ts';
import { firstRows, type Store } from '../store/index.ts';

interface Nobody {
  readonly source: string;
  readonly dataset: string;
}

/** Of all sources, or of one. */
export async function foundNobody({ db, rows, engine }: Store, only?: string): Promise<readonly Nobody[]> {
  const all = db.selectFrom('source_state').select(['source', 'passes']).where('passes', 'is not', null);
  const found: Nobody[] = [];
  for (const { source, passes } of await (only === undefined ? all : all.where('source', '=', only)).execute())
    for (const { name } of mirrors.filter(({ aliases }) => aliases !== undefined)) {
      if (!Object.hasOwn(JSON.parse(passes ?? '{}'), name)) continue;
      const people = rows
        .selectFrom(name as MirrorName)
        .select('id')
        .where('source', '=', source);
      if (!(await firstRows(engine, people, 1).executeTakeFirst())) found.push({ source, dataset: name });
    }
  return found;
}

export const nobodyLine = ({ source, dataset }: Nobody): string =>
  `The last complete pass of ${dataset} of source ${source} found nobody: check its filter, its base or scope, and its permissions.`;
