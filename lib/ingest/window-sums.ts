// Rules that sum up what somebody does within an hour to a month: behind the writing of a batch what is stored in the windows
// that it touched is added up anew. Nothing is kept for that, so that late lines count, and what leaves counts no more.
import { columnsOf } from '../catalog/index.ts';
import type { Seen } from '../counts/add.ts';
import type { Told } from '../counts/rows.ts';
import { type Hit, hitOf } from '../rules/hits.ts';
import type { SumRule } from '../rules/judge.ts';
import { ROWS } from '../rules/schema.ts';
import { type Span, spanOf } from '../rules/windows.ts';
import type { WriteTransaction } from '../store/index.ts';
import { readInLists } from '../store/lists.ts';
import type { EventTarget } from './told-event.ts';

type Numbers = readonly number[];

/** Whose a sum is: the person's, or where nobody is known the device's. */
const WHO = ['subject_id', 'name_hash', 'owner_key', 'device_hash'] as const;

/** Of the same rule, window and kind of owner: what one query adds up. */
interface Group {
  readonly rule: SumRule;
  readonly span: Span;
  readonly who: (typeof WHO)[number];
  /** The system that has the device. */
  readonly owner: unknown;
  readonly touched: Map<string, Touched>;
}

interface Touched {
  readonly id: unknown;
  readonly added: Numbers;
  readonly last: Told;
}

const textOf = (id: unknown): string => (id instanceof Uint8Array ? Buffer.from(id).toString('hex') : String(id));
const plus = (a: Numbers | undefined, b: Numbers): Numbers => (a ? b.map((n, i) => n + (a[i] ?? 0)) : b);
const minus = (a: Numbers, b: Numbers): Numbers => a.map((n, i) => n - (b[i] ?? 0));

export class WindowSums {
  readonly #target: EventTarget;
  readonly #rules: readonly SumRule[];
  /** When the oldest rows that are surely kept happened. */
  readonly #keptSince: number;
  readonly #groups = new Map<string, Group>();

  constructor(target: EventTarget) {
    this.#target = target;
    this.#rules = target.rules.flatMap((rule) => (rule.within === null ? [] : rule));
    this.#keptSince = target.at.getTime() - target.retentionDays * 86_400_000;
  }

  get isNeeded(): boolean {
    return this.#rules.length > 0;
  }

  readonly seen: Seen = (row, before, after) => {
    const who = WHO.find((column) => row[column] !== null && row[column] !== undefined);
    if (who === undefined) return;
    for (const rule of this.#rules) {
      const added = rule.addends(after);
      const change = before ? minus(added, rule.addends(before)) : added;
      const span = spanOf(rule.within, row.occurred_at);
      // Of a window that is no longer whole no sum can tell whether it was reached before.
      if (change.every((n) => n === 0) || span.from.getTime() < this.#keptSince) continue;
      if (isHashed(who) && (rule.within === 'week' || rule.within === 'month')) continue;
      const owner = who === 'owner_key' ? row.owner_source : null;
      const name = [rule.name, span.from.getTime(), who, owner].join('\u001f');
      const group = this.#groups.get(name) ?? { rule, span, who, owner, touched: new Map<string, Touched>() };
      this.#groups.set(name, group);
      const id = row[who];
      const known = group.touched.get(textOf(id));
      const last = known && known.last.occurred_at > row.occurred_at ? known.last : row;
      group.touched.set(textOf(id), { id, added: plus(known?.added, change), last });
    }
  };

  /** To be called under the lock of the source: of two that write whoever comes later reads what both added. */
  async hits(tx: WriteTransaction): Promise<readonly Hit[]> {
    const hits: Hit[] = [];
    for (const group of this.#groups.values()) {
      const sums = await sumsOf(tx, this.#target, group);
      const { rule, span, who, owner, touched } = group;
      for (const [id, { added, last }] of touched) {
        const after = sums.get(id) ?? added;
        const match = rule.judge({ before: minus(after, added), after }, last);
        const place = [rule.on, rule.within, span.from.getTime(), who, owner, id];
        if (match) hits.push(hitOf(rule, last, place, match));
      }
    }
    return hits;
  }
}

/** Rows keep a hash of who is not known for a week only, and no index finds it. */
const isHashed = (who: Group['who']): boolean => who === 'name_hash' || who === 'device_hash';

/** By whose it is. Equal rows are added up by the database, and judged here as single ones are. */
async function sumsOf(
  { rows }: WriteTransaction,
  { dataset, source }: EventTarget,
  { rule, span, who, owner, touched }: Group,
): Promise<ReadonlyMap<string, Numbers>> {
  const others = WHO.slice(0, WHO.indexOf(who)).filter((column) => Object.hasOwn(columnsOf(dataset), column));
  const summed = rule.counts.filter((column) => column !== ROWS);
  // Asked for the source too, sqlite would read all that it told; an owner has rows of few.
  const alike = ['source', ...others, who, ...rule.names];
  const grouped = rows
    .selectFrom(dataset.name)
    .where('occurred_at', '>=', span.from)
    .where('occurred_at', '<', span.until)
    .where(({ and, eb }) => and(who === 'owner_key' ? [eb('owner_source', '=', owner)] : []))
    .where(({ and, eb }) => and(isHashed(who) ? [eb('subject_id', 'is', null)] : []))
    .select([...alike, ({ fn }) => fn.countAll().as(ROWS)])
    // Sums of large numbers overflow an integer on both engines.
    .select(({ fn, cast }) => summed.map((column) => fn.sum(cast(column, 'double precision')).as(column)))
    .groupBy(alike);
  const ids = [...touched.values()].map(({ id }) => id);
  const sums = new Map<string, Numbers>();
  for (const row of await readInLists(ids, (list) => grouped.where(who, 'in', list))) {
    if (row.source !== source || others.some((column) => row[column] !== null)) continue;
    const id = textOf(row[who]);
    sums.set(id, plus(sums.get(id), rule.addends(row)));
  }
  return sums;
}
