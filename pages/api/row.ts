// Rows as lists of the API answer them. Names and values derive from the catalogue: a field that is renamed there, or that may be
// null from now on, does not compile here.
import type { Catalog, DatasetName, Field, Row } from '../../lib/catalog/index.ts';

type Camel<C extends string> = C extends `${infer Head}_${infer Rest}` ? `${Head}${Capitalize<Camel<Rest>>}` : C;
/** What `apiName` of the catalogue makes of a column. */
type ApiName<C extends string> = C extends 'subject_id' ? 'userId' : Camel<C>;

type IsJson<N extends DatasetName, C> = C extends keyof Catalog[N]['fields']
  ? Catalog[N]['fields'][C] extends Field<'json'>
    ? true
    : false
  : false;
/** Of a database's value, as JSON has it: instants are text, and ids are. */
type Told<N extends DatasetName, C, V> = C extends 'id' | 'subject_id' | 'hardware_id'
  ? string | Exclude<V, number>
  : IsJson<N, C> extends true
    ? unknown
    : V extends Date
      ? string
      : V;

/** Of what a mail system or an EMM has: what the API finds out of it. */
interface Found {
  readonly userId: string | null;
}
type Whose<N> = N extends 'device' | 'mailbox' | 'mail_device' ? Found : unknown;
type OfDevice<N> = N extends 'mail_device' ? { readonly deviceId: string | null } : unknown;

/** All that is told of a row. */
export type WholeRow<N extends DatasetName> = Whose<N> &
  OfDevice<N> & { readonly id: string } & {
    readonly [C in keyof Row<N> & string as ApiName<C>]: Told<N, C, Row<N>[C]>;
  };

/** Its fields that may be asked for: `['id', 'name'] as const satisfies FieldsOf<'device'>`. */
export type FieldsOf<N extends DatasetName> = readonly (keyof WholeRow<N>)[];

/** A row of which these fields are asked for. */
export type RowWith<N extends DatasetName, F extends FieldsOf<N>> = Pick<WholeRow<N>, F[number]>;
