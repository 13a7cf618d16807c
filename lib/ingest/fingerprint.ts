// The fingerprint of what a checkpoint stands for: address, scope, fields, switches and mapping version. Another
// fingerprint voids it. Schedules, time limits and where a secret lies change nothing about the rows.

import { digestOf } from '../mirror/key.ts';
import { NAMES_LACKING } from '../mirror/ownership.ts';
import { SecretReference } from '../secrets.ts';
import type { BaseConfig } from '../sources/config.ts';
import type { CollectedNames } from './collected.ts';
import { canonicalJson } from './record.ts';

const WITHOUT_EFFECT: ReadonlySet<string> = new Set([
  'schedule',
  'enabled',
  'timeBudgetSeconds',
  'connectTimeoutSeconds',
  'idleTimeoutSeconds',
  'operationTimeoutSeconds',
  'caFile',
  'proxy',
  'proxyCredentials',
  'profile',
  'include',
  'exclude',
]);

/** Whom rows belong to hangs on it, not what is read. */
const isRead = (name: string): boolean => name !== NAMES_LACKING;

export function fingerprintOf(config: BaseConfig, collected: CollectedNames, mappingVersion: number): string {
  const values = Object.entries(collected).map(([dataset, names]) => [dataset, names.filter(isRead)] as const);
  const read = Object.fromEntries(values);
  return digestOf(canonicalJson({ scope: scopeOf(config), collected: read, mappingVersion })).toString('hex');
}

export function scopeOf(config: BaseConfig): Readonly<Record<string, unknown>> {
  const scope = Object.entries(config).filter(
    ([name, value]) => !WITHOUT_EFFECT.has(name) && !(value instanceof SecretReference),
  );
  return Object.fromEntries(scope);
}
