// Hits as they are stored: of whom what was judged is told, and once for each of its rows.
import type { Dataset } from '../catalog/index.ts';
import { digestOf } from '../digest.ts';
import { type Judged, periodOf, type Rule } from './judge.ts';

type Values = Readonly<Record<string, unknown>>;
type Told = Values & { readonly source: string; readonly record_key: Uint8Array; readonly occurred_at: Date };
export type Hit = Told;

/** Of rules for its dataset, of a row: as it was told, and as it stands before and behind its storing. */
export function hitsOf(
  rules: readonly Rule[],
  { name }: Dataset,
  row: Told,
  { before, after }: Pick<Judged, 'before' | 'after'>,
): readonly Hit[] {
  return rules.flatMap((rule) => {
    const match = rule.judge({ at: row.occurred_at, before, after });
    if (!match) return [];
    const place = [rule.name, name, row.occurred_at.getTime(), Buffer.from(row.record_key).toString('hex')];
    return {
      source: row.source,
      record_key: digestOf(['rule_hit', ...place].join('\u001f')),
      occurred_at: row.occurred_at,
      ...ownerOf(row),
      rule: rule.name,
      severity: rule.severity,
      dataset: name,
      judged_key: row.record_key,
      period: periodOf(rule.on),
      matched: textOf(match.matched),
      counts: textOf(match.counts),
    };
  });
}

const OWNER = [
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
