import { describe, expect, it } from '@jest/globals';
import { collectingSources } from '../../lib/privacy/collected.ts';
import { type Settings, sourceOf } from '../sources/source-of.ts';

/** As the API answers of one source. */
async function told(type: string, settings: Settings) {
  const [source] = await collectingSources([{ type, ...sourceOf(type, settings) }]);
  if (!source) throw new RangeError(`nothing of ${type}`);
  return source;
}
const emm = { url: 'https://emm.example', username: 'lens', password: 'env:P' };
const GRAPH = { tenantId: 'contoso.example', clientId: 'c', clientSecret: 'env:S' };
const mail = { purpose: 'for all of it', paths: ['/logs'] };

describe('what a source is set to collect', () => {
  it('names its switches, on or off, and what for where that has to be named', async () => {
    expect(
      (await told('exchange-activesync', { ...mail, unmanagedIds: 'for the id alone', hours: true })).switches,
    ).toEqual([
      { name: 'unmanagedIds', on: true, purpose: 'for the id alone' },
      { name: 'requests', on: false, purpose: null },
      { name: 'hours', on: true, purpose: null },
    ]);
    const off = await told('exchange-activesync', mail);
    expect(off.switches.filter(({ on }) => on)).toEqual([]);
    expect(off).toMatchObject({ purpose: 'for all of it', profile: 'core', phoneNumbers: 'masked', enabled: true });
  });

  it('has what a switch collects only while it is on', async () => {
    for (const on of [true, false]) {
      const { switches, datasets } = await told('intune', { ...GRAPH, location: on });
      expect(switches).toEqual([{ name: 'location', on, purpose: null }]);
      expect(datasets.some(({ dataset }) => dataset === 'location')).toBe(on);
    }
  });

  it('names a switch whose table is not read at all while it is off', async () => {
    const { switches } = await told('ivanti-epmm', emm);
    expect(switches.map(({ name, on }) => [name, on])).toEqual([
      ['roaming', false],
      ['location', false],
    ]);
  });

  it('names fields as lists do, and the classes of what they tell', async () => {
    const { datasets } = await told('ivanti-epmm', emm);
    const device = datasets.find(({ dataset }) => dataset === 'device');
    expect(device?.fields).toEqual(expect.arrayContaining(['imei', 'lastSeenAt']));
    expect(device?.classes).toEqual(expect.arrayContaining(['identifier', 'technical']));
  });

  it('says nothing of one that cannot be read', async () => {
    expect(await collectingSources([{ problems: ['url: missing'] }])).toEqual([]);
  });
});
