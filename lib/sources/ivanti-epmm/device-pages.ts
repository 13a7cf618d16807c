// The pages of the device list, with the fields that are collected. Versions know different fields: where one refuses
// the request, it is asked which it knows.
// https://help.ivanti.com/mi/help/en_us/core/12.x/api2/APIv2/APIv2Devices.htm
import { SourceError } from '../../errors.ts';
import type { Collection } from '../collection.ts';
import type { PollContext, Proof } from '../contract.ts';
import type { Place, ReadPage } from '../offset-pages.ts';
import type { EpmmClient } from './client.ts';
import { fieldsOf } from './parameters.ts';

const DEVICES = '/api/v2/devices';
/** What the guide names as the most; some versions take more, and take long for it. */
const PAGE_SIZE = 200;
/** Answered although the list of fields does not name them. */
const UNLISTED = new Set(['common.id', 'common.uuid', 'common.location', 'common.location_last_captured_at']);

export interface DevicePages {
  readonly epmm: EpmmClient;
  readonly collection: Collection;
  readonly context: PollContext;
}

/** From a row index on. Throws SourceError. */
export async function* devicePages(reading: DevicePages, from: Place): AsyncGenerator<ReadPage, Proof, void> {
  const { epmm, collection } = reading;
  const wanted = fieldsOf(collection.entities.filter(({ path }) => path === DEVICES));
  const pages = (fields: readonly string[]) => {
    const query = { query: '', fields: fields.join(',') };
    return epmm.pages(DEVICES, { query, order: { sortField: 'common.id', sortOrder: 'ASC' } }, PAGE_SIZE, from);
  };
  const all = pages(wanted);
  let first: IteratorResult<ReadPage, Proof>;
  try {
    first = await all.next();
  } catch (error) {
    if (!(error instanceof SourceError) || error.code !== 'http-400') throw error;
    return yield* pages(await knownAmong(reading, wanted, error));
  }
  if (first.done) return first.value;
  yield first.value;
  return yield* all;
}

/** Throws what was thrown where the fields are not the cause. */
async function knownAmong({ epmm, context }: DevicePages, wanted: readonly string[], refusal: SourceError) {
  const known = new Set((await epmm.all(`${DEVICES}/search_fields`, {}))?.map(({ name }) => name));
  const fields = wanted.filter((name) => known.has(name) || UNLISTED.has(name));
  if (fields.length === wanted.length) throw refusal;
  context.log.info('This version does not know all fields of devices; the others are read.', {
    unknown: wanted.length - fields.length,
  });
  return fields;
}
