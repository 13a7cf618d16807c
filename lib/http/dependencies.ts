// What every endpoint needs from the application, whatever it answers.

import type { Clock } from '../clock.ts';
import type { RoleKey } from '../roles.ts';
import type { SecretReference } from '../secrets.ts';
import type { Store } from '../store/database.ts';

export interface ApiDependencies {
  readonly store: Store;
  readonly settings: {
    /** Purposes that callers may name in `x-purpose`. */
    readonly purposes: readonly string[];
    /** Whether the timeline of a person is answered. */
    readonly timeline: boolean;
    /** Which function key may ask for what; each for everything where undefined. */
    readonly roles?: readonly RoleKey[] | undefined;
  };
  /** Keys the hashes of function keys and subjects in the access log, and the cursors. */
  readonly auditKey: SecretReference;
  /** What numbers are found by that are masked: their key, and the countries that sources are told to be in. */
  readonly numbers: { readonly key: SecretReference; readonly countries: readonly string[] };
  readonly clock: Clock;
  /** Version of EMM Lens, for the OpenAPI document. */
  readonly version: string;
}
