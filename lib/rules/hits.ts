// Hits as they are stored: of whom what was judged is told, and once for each of its rows.
import type { Dataset } from '../catalog/index.ts';
import { digestOf } from '../digest.ts';
import type { Judged, Match, RowRule, Rule } from './judge.ts';
import { periodOf } from './windows.ts';

type Values = Readonly<Record<string, unknown>>;
type Told = Values & { readonly source: string; readonly record_key: Uint8Array; readonly occurred_at: Date };
export type Hit = Told;

/** Of rules for its dataset, of a row: as it was told, and as it stands before and behind its storing. */
export function hitsOf(
  rules: readonly RowRule[],
  { name }: Dataset,
  row: Told,
  { before, after }: Pick<Judged, 'before' | 'after'>,
): readonly Hit[] {
  return rules.flatMap((rule) => {
    const match = rule.judge({ at: row.occurred_at, before, after });
    if (!match) return [];
    const place = [name, row.occurred_at.getTime(), Buffer.from(row.record_key).toString('hex')];
    return hitOf(rule, row, place, match);
  });
}

/** Of what stands at a place: a rule hits it once, and once more where it was changed. */
export function hitOf(rule: Rule, row: Told, place: readonly unknown[], { matched, counts }: Match): Hit {
  return {
    source: row.source,
    record_key: digestOf(['rule_hit', rule.name, rule.conditions, ...place].join('\u001f')),
    occurred_at: row.occurred_at,
    ...ownerOf(row),
    rule: rule.name,
    severity: rule.severity,
    dataset: rule.on,
    judged_key: row.record_key,
    period: rule.within ?? periodOf(rule.on),
    matched: textOf(matched),
    counts: textOf(counts),
  };
}

export const OWNER = [
  'owner_source',
  'owner_key',
  'device_hash',
  'unmanaged',
  'subject_id',
  'name_hash',
  'waits_since',
] as const;
const ownerOf = (row: Values): Values => Object.fromEntries(OWNER.map((column) => [column, row[column] ?? null]));
const textOf = (values: object): string | null => (Object.keys(values).length === 0 ? null : JSON.stringify(values));
