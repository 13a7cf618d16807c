// What the simulated Graph says of a sign-in, and how it ended by that.
import type { JsonObject } from '../../../local/fleet/http/exchange.ts';

export function endOf({ status, conditionalAccessStatus }: JsonObject): string {
  const { errorCode } = Object(status);
  if (conditionalAccessStatus === 'failure') return 'blocked';
  if (errorCode === 0) return 'success';
  return [50074, 50140].includes(errorCode) ? 'interrupted' : 'failure';
}
