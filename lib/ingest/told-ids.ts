// Ids of what a source told, by the hour in which it happened. They commit with what was counted of it, so that whatever
// is read again, by overlap or after a kill, is known: docs/decisions/0027-sign-ins-are-counted-by-their-ids.md.
import type { Row } from '../catalog/index.ts';
import { digestOf, keyText } from '../digest.ts';
import { SHORT_HASH } from '../keyed-hash.ts';
import type { ToldBefore, ToldId } from '../sources/contract.ts';
import type { Store, WriteTransaction } from '../store/index.ts';

const HOUR_MS = 3_600_000;
/** As many hashes as a row holds. */
const HASHES_A_ROW = 8_000 / SHORT_HASH;
/** Hours that stay in memory: what is read is mostly of the same one as what was read before. */
const HOURS_HELD = 2;

const hourOf = ({ at }: ToldId): number => Math.floor(at.getTime() / HOUR_MS) * HOUR_MS;
const hashOf = ({ id }: ToldId): Buffer => digestOf(id).subarray(0, SHORT_HASH);

/** Another one counted some of it since it was asked what is known: it is to be read again. */
export class ToldMeanwhile extends Error {}

/** Of one source: its polls and pushes write them under the lock of its row. */
export class ToldIds {
  readonly #store: Store;
  readonly #source: string;
  readonly #hours = new Map<number, Set<string>>();
  /** The last row of each hour that was read. */
  readonly #last = new Map<number, number>();

  constructor(store: Store, source: string) {
    this.#store = store;
    this.#source = source;
  }

  readonly before: ToldBefore = async (ids) => {
    const known: boolean[] = Array.from(ids, () => false);
    for (const [hour, own] of Map.groupBy(ids.entries(), ([, id]) => hourOf(id))) {
      const told = await this.#ofHour(hour);
      for (const [i, id] of own) known[i] = told.has(keyText(hashOf(id)));
    }
    return known;
  };

  /** In the transaction that counts them, with the source locked. Throws ToldMeanwhile. */
  async write(tx: WriteTransaction, ids: readonly ToldId[], at: Date): Promise<void> {
    const rows: Omit<Row<'told_id'>, 'id'>[] = [];
    for (const [hour, own] of Map.groupBy(ids, hourOf)) {
      const hashes = own.map(hashOf);
      const since = await this.#readOn(tx.db, hour);
      if (hashes.some((hash) => since.has(keyText(hash)))) throw new ToldMeanwhile();
      for (let i = 0; i < hashes.length; i += HASHES_A_ROW) {
        const some = Buffer.concat(hashes.slice(i, i + HASHES_A_ROW));
        rows.push({ source: this.#source, occurred_at: at, hour: new Date(hour), hashes: some });
      }
    }
    await tx.insert('told_id', rows);
  }

  async #ofHour(hour: number): Promise<ReadonlySet<string>> {
    if (!this.#hours.has(hour)) {
      for (const oldest of [...this.#hours.keys()].slice(0, this.#hours.size + 1 - HOURS_HELD))
        this.#hours.delete(oldest);
      this.#hours.set(hour, new Set());
      this.#last.delete(hour);
    }
    await this.#readOn(this.#store.db, hour);
    return this.#hours.get(hour) ?? new Set();
  }

  /** What has come since the hour was read last. */
  async #readOn(db: WriteTransaction['db'], hour: number): Promise<ReadonlySet<string>> {
    const rows = await db
      .selectFrom('told_id')
      .select(['id', 'hashes'])
      .where('source', '=', this.#source)
      .where('hour', '=', new Date(hour))
      .where('id', '>', this.#last.get(hour) ?? 0)
      .orderBy('id')
      .execute();
    const since = new Set<string>();
    const held = this.#hours.get(hour);
    for (const { id, hashes } of rows) {
      for (let at = 0; at < hashes.length; at += SHORT_HASH) {
        const one = keyText(hashes.subarray(at, at + SHORT_HASH));
        since.add(one);
        held?.add(one);
      }
      this.#last.set(hour, Number(id));
    }
    return since;
  }
}
