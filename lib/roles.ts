// What a function key may ask for, where the settings give keys roles. The runtime lets every key of its own through; which of
// them asks, only the key itself tells.
import type { SecretReference } from './secrets.ts';

/** What each is for, as the documents say it. */
export const ROLES = {
  operator: 'sources, polls, what is held, retention, collectors, licence',
  'service-desk':
    'people, their devices, apps and mailboxes; search; how far sources are, and what administrators set up',
  investigator: 'the same, what people did, and who has an app: whatever needs a purpose, but a whole person',
  privacy: 'the record of processing, who read what, what licence checks send, and the export of a person',
  statistics: 'numbers, and nothing else',
} as const;

export type Role = keyof typeof ROLES;

export const isRole = (name: string): name is Role => Object.hasOwn(ROLES, name);

/** Who may use an operation: whoever has one of these, or any role. */
export type Allowed = 'every role' | readonly [Role, ...Role[]];

/** A key, by reference, and a role that it has; a key with several roles stands there several times. */
export interface RoleKey {
  readonly role: Role;
  readonly key: SecretReference;
}

/** Who may read what systems hold of people, and who may read what people did. */
export const DESK = ['service-desk', 'investigator'] as const;
export const INVESTIGATOR = ['investigator'] as const;
