// Health of an application that is built as the host builds it.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, it } from '@jest/globals';
import { stopApplication } from '../../lib/app.ts';
import { health } from '../../lib/operations/health.ts';
import { keepSecret } from '../../local/fleet/folder.ts';
import { makeMigrated } from '../store/migrated-file.ts';
import { removeFolders, temporaryFolder } from '../store/processes.ts';

afterAll(async () => {
  await stopApplication();
  removeFolders();
});

const unheard = { trace: () => {}, debug: () => {}, info: () => {}, warn: () => {}, error: () => {}, log: () => {} };

it('knows the keys of hashes from its first start on, and says of another one that it is not that', async () => {
  const folder = temporaryFolder();
  const key = (name: string, text: string) => keepSecret(folder, name, text.repeat(32));
  writeFileSync(join(folder, 'sources.json'), '{ "sources": [] }');
  await makeMigrated(join(folder, 'lens.db'));
  Object.assign(process.env, {
    DATABASE: `sqlite:${join(folder, 'lens.db')}`,
    SOURCES_FILE: join(folder, 'sources.json'),
    AUDIT_KEY: key('audit-key', 'a'),
    PHONE_KEY: key('phone-key', 'p'),
  });
  const said = async () => (await health([], unheard)).jsonBody;
  expect(await said()).toEqual({ status: 'ready' });
  key('phone-key', 'q');
  expect(await said()).toEqual({ status: 'ready', warnings: ['key-changed'] });
  key('phone-key', 'p');
  expect(await said()).toEqual({ status: 'ready' });
});
