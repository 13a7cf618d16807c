// Whether what rules sum up is kept for as long as they sum up.
import { catalog } from '../catalog/index.ts';
import type { Rule } from '../rules/judge.ts';
import { DAYS_OF } from '../rules/windows.ts';
import { type RetentionSettings, retentionDaysOf } from './retention.ts';

/** What is wrong with rules whose windows are never whole at their end. */
export function keptTooShort(rules: readonly Rule[], settings: RetentionSettings): readonly string[] {
  return rules.flatMap(({ name, on, within }) => {
    const kept = retentionDaysOf(catalog[on], settings) ?? Number.POSITIVE_INFINITY;
    if (within === null || kept >= DAYS_OF[within]) return [];
    const least = `RETENTION_OVERRIDES needs ${on}=${DAYS_OF[within]}, and as many days more as lines may come late`;
    return [`The rules file: ${name} sums up a ${within} of ${on}, which is kept for ${kept} days: ${least}.`];
  });
}
