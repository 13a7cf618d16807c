// Sources may tell long texts of everybody: what is stored of a row is bounded, and a page of an answer ends behind what it
// may hold.
import { expect, it } from '@jest/globals';
import { queryEndpoints } from '../../lib/query/endpoints.ts';
import { clientOf, dependenciesOver } from '../http/api.ts';
import { devices, ScriptedSource, wholePass } from '../ingest/scripted.ts';
import { onEachEngine } from '../store/stores.ts';

onEachEngine((open) => {
  const call = clientOf(queryEndpoints, async () => dependenciesOver(open().store));
  const told = async (count: number, attributes: Readonly<Record<string, unknown>>) => {
    const source = new ScriptedSource(open().store);
    await source.poll(() => wholePass(devices(count, () => ({ attributes }))));
    return { source };
  };

  it('attributes of a row are stored up to their bound, and what is beyond is counted', async () => {
    const long = 'x'.repeat(200_000);
    const { source } = await told(2, { a: long, b: [long], c: 'short', d: 7 });
    const [run] = await source.rows('poll_run');
    const tooLong = { dataset: 'device', field: 'attributes.b', reason: 'too long', count: 2 };
    expect(JSON.parse(String(run?.rejected))).toEqual([tooLong]);
    const rows = await source.rows('device');
    expect(rows.map((row) => Object.keys(JSON.parse(String(row.attributes))))).toEqual(Array(2).fill(['a', 'c', 'd']));
  });

  it('a page ends behind what it may hold, and the next one goes on there', async () => {
    const { source } = await told(450, { a: 'x'.repeat(50_000) });
    const sizes: number[] = [];
    const names = new Set<unknown>();
    for (let cursor: string | null = ''; cursor !== null; ) {
      const answer = await call(`devices?source=${source.name}&limit=1000${cursor && `&cursor=${cursor}`}`);
      const { items, nextCursor } = Object(answer.body);
      sizes.push(items.length);
      for (const item of items) names.add(item.id);
      cursor = nextCursor;
    }
    expect([sizes, names.size]).toEqual([[200, 200, 50], 450]);
    const { body } = await call(`devices?source=${source.name}&limit=1000&fields=id`);
    expect(Object(body).items).toHaveLength(450);
  });
});
