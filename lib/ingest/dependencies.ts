// What a poll is given.

import type { Clock } from '../clock.ts';
import type { Logger } from '../logger.ts';
import type { HttpClient } from '../net/http.ts';
import type { Rule } from '../rules/judge.ts';
import type { Settings } from '../settings/index.ts';
import type { BaseConfig } from '../sources/config.ts';
import type { Connector } from '../sources/contract.ts';
import type { Store } from '../store/index.ts';
import type { PollRun } from './run.ts';

export interface PollDependencies {
  readonly store: Store;
  readonly config: BaseConfig & { readonly type: string };
  readonly connector: Connector;
  /** Instance id of this process. */
  readonly collector: string;
  readonly clock: Clock;
  readonly log: Logger;
  /** A client for one poll; it begins no wait that would outlast the deadline. */
  readonly http: (signal: AbortSignal, deadline: Date) => HttpClient & { close?(): void };
  readonly phoneKey: string | null;
  /** Events that are older than this are not stored. */
  readonly retention: Pick<Settings, 'RETENTION_DAYS' | 'RETENTION_OVERRIDES'>;
  /** Of the company, for what sources tell. */
  readonly rules: readonly Rule[];
  /** Aborts when the host stops. */
  readonly stop: AbortSignal;
  readonly onProgress?: (run: PollRun) => void;
  /** Whether the clock may be gone by, where two weeks decide; true where absent. */
  readonly believesClock?: () => Promise<boolean>;
  /** An operator asked for this poll. */
  readonly asked?: true;
  /** Another collector left the source in the middle: what is not so any more, or was lost too often, is let be. */
  readonly takesOver?: true;
  /** The schedule's next time after an instant: written when the poll begins. */
  readonly nextPollAt?: (after: Date) => Date;
}
