// What can be told of the image by its Dockerfile alone; folder.long.test.ts builds it where buildah is installed.
import { globSync, readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { validate } from 'dockerfile-utils';
import { BUILT_FROM } from '../../local/build.ts';
import { FILES } from '../../local/release/folder.ts';

const text = readFileSync(new URL('../../deploy/Dockerfile', import.meta.url), 'utf8');

/** Instructions in their order, each on one line, without comments. */
const instructions = text
  .split('\n')
  .filter((line) => !line.startsWith('#'))
  .join('\n')
  .replaceAll('\\\n', '')
  .split('\n')
  .filter((line) => line.trim() !== '')
  .map((line) => {
    const [name = '', ...rest] = line.split(/\s+/);
    return { name, value: rest.join(' ') };
  });
const last = instructions.slice(instructions.findLastIndex(({ name }) => name === 'FROM'));
const valuesOf = (wanted: string, of = last): readonly string[] =>
  of.filter(({ name }) => name === wanted).map(({ value }) => value);
const environment = new Map(
  valuesOf('ENV')
    .flatMap((value) => value.split(' '))
    .map((pair): [string, string] => [pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1)]),
);

describe('deploy/Dockerfile', () => {
  it('has no fault that a linter knows', () => {
    expect(validate(text)).toEqual([]);
    expect(validate(text.replace('EXPOSE 8080', 'EXPOSE port'))).toHaveLength(1);
  });

  it('names each image by a tag that says what it is, once, where the builder can pin it', () => {
    const images = valuesOf('ARG', instructions).filter((value) => /^[A-Z]+_IMAGE=/.test(value));
    expect(images.map((value) => value.slice(value.indexOf('=') + 1))).toEqual([
      expect.stringMatching(/^node:24\.\d+\.\d+-/),
      expect.stringMatching(/^mcr\.microsoft\.com\/azure-functions\/node:4-node24(@sha256:[0-9a-f]{64})?$/),
    ]);
    expect(valuesOf('FROM', instructions)).toEqual([`\${NODE_IMAGE} AS build`, `\${FUNCTIONS_IMAGE}`]);
  });

  it('stops in order: the host is process 1, and gets the one signal that it obeys', () => {
    expect(valuesOf('STOPSIGNAL')).toEqual(['SIGINT']);
    const [command = '', ...more] = valuesOf('CMD');
    expect(more).toEqual([]);
    expect(JSON.parse(command)).toEqual(['/azure-functions-host/Microsoft.Azure.WebJobs.Script.WebHost']);
    expect(valuesOf('ENTRYPOINT')).toEqual([]);
  });

  it('runs as nobody in particular, who may write keys and nothing else of the image', () => {
    const [user = ''] = valuesOf('USER');
    expect(user).toMatch(/^[1-9]\d*:[1-9]\d*$/);
    const owned = valuesOf('COPY').filter((value) => value.includes('--chown'));
    expect(owned).toEqual([`--from=build --chown=${user} /keys ${environment.get('FUNCTIONS_SECRETS_PATH')}`]);
    // Nothing is run in what Microsoft made: it has no other files than ours beside it.
    expect(valuesOf('RUN')).toEqual([]);
    expect(Number(new URL(environment.get('ASPNETCORE_URLS')?.replace('+', 'any') ?? '').port)).toBeGreaterThan(1023);
  });

  it('sets nothing that makes the host another kind of host, no storage account and no secret', () => {
    expect(environment.size).toBeGreaterThan(5);
    const wrong = /^(WEBSITE_|CONTAINER_NAME|POD_NAMESPACE|AzureWebJobsStorage)|KEY|PASSWORD|TOKEN/;
    expect([...environment.keys()].filter((name) => wrong.test(name))).toEqual([]);
  });
});

it('.dockerignore leaves out everything, and takes in what a release is made of', () => {
  const [first, ...taken] = readFileSync(new URL('../../.dockerignore', import.meta.url), 'utf8')
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'));
  expect(first).toBe('*');
  expect(taken.filter((line) => !line.startsWith('!'))).toEqual([]);
  const copied = valuesOf('COPY', instructions)[0]?.split(' ').slice(0, -1) ?? [];
  const read = [...globSync(BUILT_FROM, { cwd: new URL('../..', import.meta.url) }), ...FILES, ...copied, 'local'];
  const entries = taken.map((line) => line.slice(1));
  const isUnder = (path: string, entry: string): boolean => path === entry || path.startsWith(`${entry}/`);
  expect(read.filter((path) => !entries.some((entry) => isUnder(path, entry)))).toEqual([]);
  expect(entries.filter((entry) => !read.some((path) => isUnder(path, entry)))).toEqual([]);
});
