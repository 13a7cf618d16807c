// Polls that were lost one after the other: their collector died, or another one had to take over. One goes on at its
// checkpoint, and nobody has to know; where they are lost again and again the source may be what kills them.
import { firstRows, type WriteTransaction } from '../store/index.ts';
import { COLLECTOR_ENDED } from './run.ts';

/** So many in a row are told. */
export const LOSSES = 3;
const OF_LOSSES: ReadonlySet<string | null> = new Set([COLLECTOR_ENDED, 'lease-lost']);

type Read = Pick<WriteTransaction, 'db' | 'engine'>;

/** Whether the last `losses` runs that ended were lost. */
export async function areLost({ db, engine }: Read, source: string, losses = LOSSES): Promise<boolean> {
  const ended = db
    .selectFrom('poll_run')
    .select('error_code')
    .where('source', '=', source)
    .where('outcome', '!=', 'running')
    .orderBy('id', 'desc');
  const codes = await firstRows(engine, ended, losses).execute();
  return codes.length === losses && codes.every(({ error_code }) => OF_LOSSES.has(error_code));
}

/** With the run that was left behind, and is not noted yet, it would be one too many: the source waits for its time. */
export const isOneTooMany = (read: Read, source: string): Promise<boolean> => areLost(read, source, LOSSES - 1);

export const lostLine = (source: string): string =>
  `The last ${LOSSES} polls of source ${source} were lost: their collectors ended, or were cut off from the database. The next one goes on at its checkpoint, when the source is due. Look at memory limits and restarts of the collectors.`;
