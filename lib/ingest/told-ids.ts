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

/** Of one poll, which alone writes those of its source. */
export class ToldIds {
  readonly #store: Store;
  readonly #source: string;
  readonly #hours = new Map<number, Set<string>>();

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

  /** In the transaction that counts them. */
  async write(tx: WriteTransaction, ids: readonly ToldId[]): Promise<void> {
    const rows = [...Map.groupBy(ids, hourOf)].flatMap(([hour, own]) =>
      Array.from({ length: Math.ceil(own.length / HASHES_A_ROW) }, (_, i) => ({
        source: this.#source,
        occurred_at: new Date(hour),
        hashes: Buffer.concat(own.slice(i * HASHES_A_ROW, (i + 1) * HASHES_A_ROW).map(hashOf)),
      })),
    );
    await tx.insert('told_id', rows);
  }

  /** It has committed. */
  committed(ids: readonly ToldId[]): void {
    for (const id of ids) this.#hours.get(hourOf(id))?.add(keyText(hashOf(id)));
  }

  async #ofHour(hour: number): Promise<Set<string>> {
    const held = this.#hours.get(hour);
    if (held) return held;
    const rows: readonly Pick<Row<'told_id'>, 'hashes'>[] = await this.#store.db
      .selectFrom('told_id')
      .select('hashes')
      .where('occurred_at', '=', new Date(hour))
      .where('source', '=', this.#source)
      .execute();
    const told = new Set<string>();
    for (const { hashes } of rows)
      for (let at = 0; at < hashes.length; at += SHORT_HASH) told.add(keyText(hashes.subarray(at, at + SHORT_HASH)));
    for (const oldest of [...this.#hours.keys()].slice(0, this.#hours.size + 1 - HOURS_HELD))
      this.#hours.delete(oldest);
    this.#hours.set(hour, told);
    return told;
  }
}
