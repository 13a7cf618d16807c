// Why a value, or what it stands in, is not read as it was told: counted beside its field, and never with the value. The pages have
// words for each (pages/parts/reject-reasons.tsx).
import type { ValueType } from './logs/mapping/target.ts';
import type { TimeDoubt } from './logs/zones.ts';
import type { WireType } from './parameters.ts';

export type UnreadableReason =
  | `not ${WireType | ValueType}`
  | 'no list'
  | 'not in values'
  | 'day or month: no culture'
  | 'field-count'
  | 'name concealed'
  | TimeDoubt;
