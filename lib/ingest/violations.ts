// `violation` events: when a device began and ceased to break the rules of its EMM, as polls see it. None for a first
// load: what a fleet is like when it is first read is no news, and the mirror shows it. Later arrivals tell of a breach.

import { digestOf } from '../mirror/key.ts';
import { type ChangeContext, shown } from './changes.ts';
import type { Derived, Written } from './derived.ts';
import type { MirrorRecord } from './record.ts';

type Values = Readonly<Record<string, unknown>>;
type Violation = Derived['begun'][number];

/** Of devices that are new, and of those that differ from what is stored. */
export function violations(_: unknown, context: ChangeContext, { fresh, differing }: Written): Derived {
  if (!context.comparable.has('compliance')) return { begun: [], ended: [] };
  const arrived = context.loaded ? fresh.filter((record) => complianceOf(record.values) === 'noncompliant') : [];
  const turned = differing.filter(({ before, record }) => complianceOf(before) !== complianceOf(record.values));
  const begun = [
    ...arrived.map((record) => violation(context, record, null)),
    ...turned.map(({ before, record }) => violation(context, record, complianceOf(before))),
  ];
  return { begun, ended: [] };
}

const complianceOf = ({ compliance }: Values): string => shown(compliance) ?? 'unknown';

function violation({ source, at }: ChangeContext, { key, values }: MirrorRecord, before: string | null): Violation {
  const compliance = complianceOf(values);
  const states = [key.toString('hex'), before ?? '', compliance, at.getTime()];
  const transition = digestOf(['violation', ...states].join('\u001f'));
  return {
    source,
    record_key: transition,
    occurred_at: at,
    owner_key: key,
    transition,
    compliance,
    compliance_before: before,
    compliance_state: values.compliance_state ?? null,
    reasons: compliance === 'noncompliant' ? (values.compliance_reasons ?? null) : null,
  };
}
