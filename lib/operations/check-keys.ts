// What is wrong with keys that senders of lines, or those that scrape metrics, show.

import { readKeys } from '../http/keys.ts';
import type { SecretReference } from '../secrets.ts';
import { error, type Finding, warning } from './finding.ts';

/** A key at random has more, also in hexadecimal digits. */
const DIFFERENT_CHARACTERS = 8;

/** `secret` are those that nobody may be given. */
export function checkKeys(
  about: string,
  references: readonly SecretReference[],
  secret: readonly SecretReference[] = [],
): readonly Finding[] {
  const { secrets, problems } = readKeys(references);
  const own = new Set(secrets);
  const said = (is: boolean, finding: Finding) => (is ? [finding] : []);
  return [
    ...problems.map((problem) => error(about, problem)),
    ...said(
      readKeys(secret).secrets.some((key) => own.has(key)),
      error(about, `is the same as ${secret.join(' or ')}, which nobody may be given. ${ANOTHER}`),
    ),
    ...said(own.size < secrets.length, warning(about, `has the same key twice: the second is of no use. ${ANOTHER}`)),
    ...said(
      secrets.some((key) => new Set(key).size < DIFFERENT_CHARACTERS),
      warning(about, `has a key of so few different characters that it can be guessed. ${ANOTHER}`),
    ),
  ];
}

const ANOTHER = 'Take another one at random: openssl rand -hex 32';
