// Whether a function key has a role that an operation is for.

import { ConfigError } from '../errors.ts';
import type { RoleKey } from '../roles.ts';
import type { EndpointDeclaration } from './endpoint.ts';
import { isOneOf, readKeys } from './keys.ts';
import { ApiError } from './problem.ts';

/**
 * Passes where no roles are configured. Throws ApiError 403 where `given`, the function key of the request, has none that the
 * operation is for, and ConfigError where that cannot be told, since a key cannot be read. Keys are read each time: one that is
 * exchanged needs no restart.
 */
export function demandRole(
  { roles }: Pick<EndpointDeclaration, 'roles'>,
  given: string | undefined,
  configured: readonly RoleKey[] | undefined,
): void {
  if (configured === undefined) return;
  const fitting = configured.filter(({ role }) => roles === 'every role' || roles.includes(role));
  const { secrets, problems } = readKeys(fitting.map(({ key }) => key));
  if (isOneOf(given ?? '', secrets)) return;
  if (problems.length > 0)
    throw new ConfigError('Keys of API_ROLES cannot be read.', { code: 'role-keys', hint: problems.join('\n') });
  throw new ApiError(
    403,
    'no-role',
    'This key has no role for that.',
    `An operator gives it one in API_ROLES: ${roles === 'every role' ? 'any' : roles.join(' or ')}.`,
  );
}
