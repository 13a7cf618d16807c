// `change` events: what became different in a mirror. Old and new value for technical fields, the name alone for the
// rest. None for a first load, and none for a parameter that was not collected both times.
import { apiName, type Dataset, type PersonalDataClass } from '../catalog/index.ts';
import { digestOf } from '../mirror/key.ts';
import type { MirrorRow } from '../mirror/read.ts';
import { cut } from '../store/fold.ts';
import { canonicalJson, type MirrorRecord } from './record.ts';

type Values = Readonly<Record<string, unknown>>;

export type ChangeEvent = {
  source: string;
  record_key: Buffer;
  occurred_at: Date;
  transition: Buffer;
  dataset: string;
  owner_key: Uint8Array;
  kind: 'appeared' | 'changed' | 'removed';
  parameter: string | null;
  old_value: string | null;
  new_value: string | null;
  left_id: number | null;
};

/** Parameters whose changes may be told: names as `collected` lists them, with class and whether they are tracked. */
export type Comparable = ReadonlyMap<string, { class: PersonalDataClass; tracked: boolean }>;

export interface ChangeContext {
  readonly dataset: Dataset;
  readonly source: string;
  readonly at: Date;
  readonly comparable: Comparable;
  /** Whether the dataset has been read whole before: only then does an arrival mean something. */
  readonly loaded: boolean;
}

/** One event: its key is made of the transition, so that a replayed page finds it there already. */
function change(
  context: ChangeContext,
  key: Uint8Array,
  about: Pick<ChangeEvent, 'kind' | 'parameter' | 'old_value' | 'new_value'>,
  states: string,
): ChangeEvent {
  const transition = digestOf(
    [
      context.dataset.name,
      Buffer.from(key).toString('hex'),
      about.kind,
      about.parameter ?? '',
      states,
      context.at.getTime(),
    ].join('\u001f'),
  );
  return {
    source: context.source,
    record_key: transition,
    transition,
    occurred_at: context.at,
    dataset: context.dataset.name,
    owner_key: key,
    left_id: null,
    ...about,
  };
}

export function appeared(context: ChangeContext, record: MirrorRecord): ChangeEvent[] {
  if (!context.loaded || context.dataset.parent) return [];
  return [
    change(
      context,
      record.key,
      { kind: 'appeared', parameter: null, old_value: null, new_value: null },
      record.hash.toString('hex'),
    ),
  ];
}

export function removed(context: ChangeContext, row: Pick<MirrorRow, 'id' | 'record_key'>): ChangeEvent[] {
  if (context.dataset.parent) return [];
  const about = { kind: 'removed', parameter: null, old_value: null, new_value: null } as const;
  return [{ ...change(context, row.record_key, about, ''), left_id: row.id }];
}

/** The events of one changed row. */
export function changed(context: ChangeContext, before: Values, record: MirrorRecord): ChangeEvent[] {
  const events: ChangeEvent[] = [];
  const states = record.hash.toString('hex');
  const tell = (parameter: string, personalDataClass: PersonalDataClass, old: unknown, now: unknown): void => {
    const technical = personalDataClass === 'technical';
    events.push(
      change(
        context,
        record.key,
        {
          kind: 'changed',
          parameter,
          old_value: technical ? shown(old) : null,
          new_value: technical ? shown(now) : null,
        },
        states,
      ),
    );
  };
  for (const [name, field] of Object.entries(context.dataset.fields))
    if (field.tracked && context.comparable.has(name) && shown(before[name]) !== shown(record.values[name]))
      tell(apiName(name), field.class, before[name], record.values[name]);
  const [old, now] = [attributesOf(before.attributes), attributesOf(record.values.attributes)];
  for (const [name, { class: personalDataClass, tracked }] of context.comparable) {
    const attribute = /^attributes\.(.+)$/.exec(name)?.[1];
    if (tracked && attribute !== undefined && shown(old[attribute]) !== shown(now[attribute]))
      tell(attribute, personalDataClass, old[attribute], now[attribute]);
  }
  return events;
}

export function attributesOf(text: unknown): Record<string, unknown> {
  return typeof text === 'string' ? JSON.parse(text) : {};
}

const SHOWN_LENGTH = 400;

/** A value as an event keeps it. */
export function shown(value: unknown): string | null {
  if (value === null || value === undefined) return null;
  if (value instanceof Date) return value.toISOString();
  return cut(typeof value === 'object' ? canonicalJson(value) : String(value), SHOWN_LENGTH);
}
