import { describe, expect, it } from '@jest/globals';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { parseSources, readSources, sourcesSchema, unknownSources } from '../../lib/settings/index.ts';
import { SOURCE_TYPES } from '../../lib/sources/registry.ts';

const directory = (more: object = {}) => ({
  name: 'directory',
  type: 'active-directory',
  url: 'ldaps://dc.example.org',
  bindDn: 'reader@example.org',
  password: 'env:DIRECTORY_PASSWORD',
  ...more,
});
const parse = (...sources: object[]) => parseSources(JSON.stringify({ sources }));

describe('the sources file', () => {
  it('gives each source its configuration and its connector', async () => {
    const [source] = parse(directory()).sources;
    if (!source || 'problems' in source) throw new Error('the source was refused');
    expect(source).toMatchObject({
      name: 'directory',
      type: 'active-directory',
      config: { profile: 'core', enabled: true },
    });
    expect((await source.connect()).mappingVersion).toBeGreaterThan(0);
  });

  it('goes on with the others when one source is wrong', () => {
    const { sources, problems } = parse(directory(), directory({ name: 'second', url: 'ldap' }));
    expect(problems).toEqual([]);
    expect(sources.map((s) => ('problems' in s ? s.problems : 'good'))).toEqual([
      'good',
      [expect.stringContaining('url: must be ldaps')],
    ]);
  });

  it.each([
    ['{ "sources": [', 'line 1 column 15'],
    ['{ "sources": [] ', 'line 1 column 17'],
    ['{\n  "sources": [,]\n}', 'line 2 column 15'],
    ['{\n  "sources": [\n    { "name": "a" }\n    { "name": "b" }\n  ]\n}', 'line 4 column 5'],
    ['{ "sources": [{ "name": abc }] }', 'line 1 column 25'],
    ["{ 'sources': [] }", 'line 1 column 3'],
    ['{ "sources": [] } x', 'line 1 column 19'],
    ['{ "sources": [{ "name": "a\\x" }] }', 'line 1 column 28'],
    ['\uFEFF{ "sources": [}', 'line 1 column 15'],
    ['', 'line 1 column 1'],
  ])('tells where it is no JSON, and not what stands there: %j', (text, place) => {
    expect(parseSources(text)).toEqual({ sources: [], problems: [`The sources file is not JSON (${place}).`] });
  });

  it('that is a list is told what it must be', () => {
    expect(parseSources('[]').problems).toEqual([expect.stringMatching(/^The sources file is a list.*"sources"/)]);
  });

  it('tells its path where it cannot be read, or is wrong as a whole', () => {
    const read = (text: () => string) => readSources('/run/config/sources.json', SOURCE_TYPES, text).problems;
    const away = () => {
      throw new Error('ENOENT');
    };
    for (const text of [away, () => '{', () => '{}'])
      expect(read(text)).toEqual([expect.stringContaining('/run/config/sources.json')]);
  });

  it('names unknown keys and unknown types', () => {
    const { sources } = parse(directory({ pagesize: 4 }), { name: 'other', type: 'mobilefoo' });
    expect(sources).toEqual([
      { name: 'directory', type: 'active-directory', problems: ['unknown: pagesize'] },
      {
        name: 'other',
        type: null,
        problems: [expect.stringMatching(/^type: must be one of .*active-directory.*; mobilefoo is unknown$/)],
      },
    ]);
  });

  it('names every mistake of a source at once, says what is missing, and takes no credentials in an address', () => {
    const url = 'https://reader:planted-secret@mdm.example.org';
    const epmm = { name: 'epmm', type: 'ivanti-epmm', url, username: 'reader', proxy: url, schedule: '* * *' };
    const [wrong] = parse(epmm).sources;
    const problems = wrong && 'problems' in wrong ? wrong.problems : [];
    expect(problems).toEqual(
      expect.arrayContaining([
        'url: must hold no user name and no password',
        'proxy: must hold no user name and no password: name them in proxyCredentials',
        'password: is missing',
        expect.stringMatching(/^schedule: must have six fields/),
      ]),
    );
    expect(problems.join()).not.toContain('planted-secret');
    const plain = parse({ ...epmm, url: 'http://mdm.example.org', password: 'env:X' }).sources[0];
    expect(plain && 'problems' in plain && plain.problems).toContain(
      'url: must be an https address: https://emm.example.org',
    );
  });

  it.each(['0 0 0 31 2 *', '0 0 0 30 2 1'])('refuses the schedule %s, which never comes', (schedule) => {
    const [wrong] = parse(directory({ schedule })).sources;
    expect(wrong && 'problems' in wrong && wrong.problems).toEqual([
      expect.stringMatching(/^schedule: names a day that never comes/),
    ]);
  });

  it('refuses both of two sources of one name', () => {
    const { sources } = parse(directory(), directory({ url: 'ldaps://dc2.example.org' }));
    expect(sources.map((s) => 'problems' in s && s.problems)).toEqual([
      ['name: another source has it too'],
      ['name: another source has it too'],
    ]);
  });

  it('refuses a schedule that the runtime cannot read', () => {
    expect(parse(directory({ schedule: '*/5 * * * *' })).sources).toEqual([
      { name: 'directory', type: 'active-directory', problems: [expect.stringContaining('six fields')] },
    ]);
  });

  it('never repeats a secret that stands in the place of a reference', () => {
    expect(JSON.stringify(parse(directory({ password: 'hunter2-hunter2' })).sources)).not.toContain('hunter2');
  });

  it('says where it is no JSON, without quoting it', () => {
    const { problems } = parseSources('{ "sources": [ { "password": hunter2 } ] }');
    expect(problems).toEqual([expect.stringContaining('not JSON')]);
    expect(problems.join()).not.toContain('hunter2');
  });

  it('tells names of COLLECTOR_SOURCES that it does not have', () => {
    const { sources } = parse(directory());
    expect(unknownSources(['directory', 'drectory'], sources)).toEqual(['drectory']);
    expect(unknownSources(undefined, sources)).toEqual([]);
  });

  it('is told of as a whole where it is missing or has no list', () => {
    expect(readSources('/nowhere/sources.json').problems).toEqual([expect.stringContaining('SOURCES_FILE')]);
    expect(parseSources('{"source": []}').problems.join()).toContain('sources');
  });
});

describe('a mistake', () => {
  const log = (more: object) => {
    const mapping = { lines: 'delimited', fields: { occurredAt: 't', day: 'd' } };
    const type = { name: 'l', type: 'log', purpose: 'what the tests need', dataset: 'data_usage' };
    return { ...type, paths: ['/var/log'], mapping, ...more };
  };
  const reading = (roamingBytes: unknown) =>
    log({ mapping: { lines: 'delimited', fields: { occurredAt: 't', day: 'd', roamingBytes } } });
  const push = (keys: unknown) => log({ paths: undefined, push: { keys, fields: 'a,b' } });

  it.each([
    [directory({ enabled: 'yes' }), 'enabled: must be true or false'],
    [directory({ pageSize: '4' }), 'pageSize: must be a number'],
    [directory({ pageSize: 1.5 }), 'pageSize: must be a whole number'],
    [directory({ connectTimeoutSeconds: 121 }), 'connectTimeoutSeconds: must be 120 at most'],
    [directory({ connectTimeoutSeconds: 0 }), 'connectTimeoutSeconds: must be 1 at least'],
    [directory({ profile: 'all' }), 'profile: must be one of core, extended, sensitive'],
    [directory({ include: 'mail' }), 'include: must be a list'],
    [directory({ include: [5] }), 'include.0: must be a text'],
    [directory({ url: undefined }), 'url: is missing'],
    [push(['env:A', 'env:B', 'env:C']), /^push\.keys: must be one key, or two while senders change/],
    [push([]), /^push\.keys: must be one key, or two/],
    [reading({ from: 'b', unit: 'Mbit' }), /^mapping\.fields\.roamingBytes\.unit: must be one of B, kB/],
    [reading({ from: 'b', unit: 'min' }), /^mapping\.fields\.roamingBytes: has another unit: one of B, kB/],
    [reading({ from: 'b', type: 'size' }), /^mapping\.fields\.roamingBytes\.type: must be one of text, number/],
    [reading(5), 'mapping.fields.roamingBytes: must be a column, a list of columns, or a record with `from` or `is`'],
  ])('names its key and what to write: %#', (source, problem) => {
    const [read] = parseSources(JSON.stringify({ sources: [source] })).sources;
    const found = read && 'problems' in read ? read.problems : [];
    expect(found).toEqual([typeof problem === 'string' ? problem : expect.stringMatching(problem)]);
  });

  it('of a unit of what has none is told', () => {
    const fields = { occurredAt: 't', direction: { from: 'd', values: { i: 'incoming' }, unit: 'MB' } };
    const source = log({ dataset: 'call', mapping: { lines: 'delimited', fields } });
    const [read] = parseSources(JSON.stringify({ sources: [source] })).sources;
    expect(read).toMatchObject({ problems: [expect.stringMatching(/direction: has no unit/)] });
  });
});

describe('the JSON Schema for editors', () => {
  const validate = new Ajv2020({ strict: false, validateFormats: false }).compile(sourcesSchema());

  it('takes what the bundle takes', () => {
    expect(validate({ $schema: './sources.schema.json', sources: [directory()] })).toBe(true);
  });

  it('refuses unknown keys and missing ones', () => {
    expect(validate({ sources: [directory({ pagesize: 4 })] })).toBe(false);
    expect(validate({ sources: [{ name: 'directory', type: 'active-directory' }] })).toBe(false);
  });

  it('knows the fields of a mapping by what its lines tell, those that it must have too', () => {
    const call = { occurredAt: 'time', direction: { from: 'dir', values: { in: 'incoming' } } };
    const log = (dataset: string, fields: object) => ({
      sources: [
        {
          name: 'calls',
          type: 'log',
          purpose: 'what the tests need',
          paths: ['/var/log/calls.csv'],
          dataset,
          mapping: { lines: 'delimited', fields },
        },
      ],
    });
    expect(validate(log('call', call))).toBe(true);
    expect(validate(log('call', { occurredAt: 'time' }))).toBe(false);
    expect(validate(log('call', { ...call, direktion: 'dir' }))).toBe(false);
    expect(validate(log('calls', call))).toBe(false);
    expect(
      validate(
        log('app_access', { occurredAt: 'time', appId: 'app', kind: { is: 'sign-in' }, result: { is: 'success' } }),
      ),
    ).toBe(true);
  });

  it('describes every type', () => {
    for (const type of Object.keys(SOURCE_TYPES))
      expect(JSON.stringify(sourcesSchema())).toContain(`"const":"${type}"`);
  });
});
