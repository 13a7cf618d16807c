// Whether a function key has a role that an operation is for.
import { ConfigError } from '../errors.ts';
import type { Role, RoleKey } from '../roles.ts';
import type { EndpointDeclaration } from './endpoint.ts';
import { isOneOf, readKeys } from './keys.ts';
import { ApiError } from './problem.ts';

interface KeyRoles {
  readonly roles: readonly Role[];
  /** Roles whose keys cannot be read now: whether the key has them cannot be told. */
  readonly unread: readonly { readonly role: Role; readonly problem: string }[];
}

/**
 * The roles that `given`, the function key of a request, has; null where none are configured, and every key may ask for everything.
 * Keys are read each time: one that is exchanged needs no restart.
 */
export function rolesOf(given: string | undefined, configured: readonly RoleKey[] | undefined): KeyRoles | null {
  if (configured === undefined) return null;
  const read = [...Map.groupBy(configured, ({ key }) => key.reference).values()].map((named) => ({
    roles: named.map(({ role }) => role),
    // One key, however many roles it has.
    ...readKeys(named.slice(0, 1).map(({ key }) => key)),
  }));
  const has = read.filter(({ secrets }) => isOneOf(given ?? '', secrets));
  return {
    roles: [...new Set(has.flatMap(({ roles }) => roles))],
    unread: read.flatMap(({ roles, problems }) =>
      problems.flatMap((problem) => roles.map((role) => ({ role, problem }))),
    ),
  };
}

/** Keys of roles that cannot be read now, and why. */
export const unreadKeys = (configured: readonly RoleKey[] | undefined): KeyRoles['unread'] =>
  rolesOf(undefined, configured)?.unread ?? [];

/** Whether one of `roles` may use it. */
export const mayUse = ({ roles: allowed }: Pick<EndpointDeclaration, 'roles'>, roles: readonly Role[]): boolean =>
  roles.some((role) => allowed === 'every role' || allowed.includes(role));

/** Throws ApiError 403 where the key has no role that the operation is for, ConfigError where that cannot be told. */
export function demandRole(endpoint: Pick<EndpointDeclaration, 'roles'>, key: KeyRoles | null): void {
  if (key === null || mayUse(endpoint, key.roles)) return;
  const unread = key.unread.map(({ role }) => role).filter((role) => mayUse(endpoint, [role]));
  // Whoever asks may have no role at all: which file it is, operators are told.
  if (unread.length > 0)
    throw new ConfigError('Keys of roles cannot be read now.', {
      code: 'role-keys',
      hint: `Of ${unread.join(', ')}: \`npm run check\` says why, and so does GET /api/sources to operators.`,
    });
  throw new ApiError(
    403,
    'no-role',
    'This key has no role for that.',
    `An operator gives it one in API_ROLES: ${endpoint.roles === 'every role' ? 'any' : endpoint.roles.join(' or ')}.`,
  );
}
