// What a mapping may name of a request.
import { type Slot, type Target, type ValueType, WHEN } from '../logs/mapping/target.ts';

const slot = (column: string, type: ValueType, more: Partial<Slot> = {}): Slot => ({
  column,
  type,
  unit: null,
  required: false,
  values: null,
  ...more,
});

export const WEB_TARGET: Target = {
  occurredAt: WHEN,
  host: slot('host', 'host', { required: true }),
  user: slot('user', 'text'),
  client: slot('client', 'text'),
  method: slot('method', 'text'),
  status: slot('status', 'number'),
  action: slot('action', 'text'),
  categories: slot('categories', 'text'),
  bytes: slot('bytes', 'bytes'),
  durationMs: slot('durationMs', 'duration', { unit: 'ms' }),
  blocked: slot('blocked', 'boolean'),
};
