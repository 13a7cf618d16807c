// What is held names rows by their ids: where no page shows them, the API lists them by these.
import { expect, it } from '@jest/globals';
import { queryEndpoints } from '../../lib/query/endpoints.ts';
import { clientOf, dependenciesOver } from '../http/api.ts';
import { onEachEngine } from '../store/stores.ts';
import { insert, mirrored } from './estate.ts';

onEachEngine((open) => {
  const call = clientOf(queryEndpoints, async () => dependenciesOver(open().store));

  it.each(['infrastructure', 'configuration'] as const)('rows of %s are listed by their ids', async (name) => {
    const { store } = open();
    const told = name === 'infrastructure' ? { component: 'server' } : { kind: 'policy' };
    const rows = ['a', 'b', 'c'].map((of) => mirrored('uem', of, { ...told, external_id: of }));
    await insert(store, name, rows);
    const all = Object((await call(name)).body).items.map(({ id }: { id: string }) => id);
    const { body } = await call(`${name}?id.in=${all[0]},${all[2]}&fields=id`);
    expect(Object(body).items).toEqual([{ id: all[0] }, { id: all[2] }]);
  });
});
