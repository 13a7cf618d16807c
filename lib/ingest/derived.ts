// What a page changes in a mirror, and what events are made of it.

import type { Told } from '../counts/rows.ts';
import type { Store } from '../store/index.ts';
import type { ChangeContext } from './changes.ts';
import type { MirrorRecord } from './record.ts';

type Values = Readonly<Record<string, unknown>>;

export interface Differing {
  readonly id: number;
  readonly before: Values;
  readonly record: MirrorRecord;
}

/** What a page changes in a mirror. */
export interface Written {
  readonly fresh: readonly MirrorRecord[];
  readonly differing: readonly Differing[];
}

export interface Derived {
  readonly begun: readonly (Told & { readonly owner_key: Uint8Array })[];
  /** Of what lasts: rows by `id` that end now. */
  readonly ended: readonly Values[];
}

export type Derive = (store: Store, context: ChangeContext, written: Written) => Promise<Derived> | Derived;
