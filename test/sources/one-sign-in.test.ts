// A poll signs in once, what asks for the version of the product with it: each sign-in is a try, and tries lock accounts.
import { expect, it } from '@jest/globals';
import type { SystemTypeName } from '../../lib/sources/registry.ts';
import type { Systems } from '../../local/fleet/members.ts';
import { Context, type Rig, startRigOf } from './polled.ts';
import { connectorOf } from './source-of.ts';

/** How often it was signed in at a system, by its log; where the log has no sign-ins, how often it was asked what it is. */
type SignIns<T extends SystemTypeName> = (system: Systems[T]) => number;

async function signInsOf<T extends SystemTypeName>(type: T, signIns: SignIns<T>): Promise<readonly number[]> {
  const rig: Rig<Systems[T]> = await startRigOf(type, { users: 3, devices: 3, appsPerDevice: 1 });
  try {
    using context = new Context({}, rig.caFile);
    const connector = await connectorOf(type, rig.settings);
    if (connector.isLog) throw new RangeError(`${type} is a log`);
    for await (const _ of connector.poll(context)) await connector.describe(context);
    const once = signIns(rig.system);
    await rig.poll();
    return [once, signIns(rig.system)];
  } finally {
    await rig.close();
  }
}

it('of BlackBerry UEM sends the password once', async () => {
  const signIns: SignIns<'blackberry-uem'> = ({ requests }) =>
    requests.filter(({ path }) => path.endsWith('/util/authorization')).length;
  expect(await signInsOf('blackberry-uem', signIns)).toEqual([1, 2]);
});

it('of Workspace ONE sends the secret once', async () => {
  const signIns: SignIns<'workspace-one'> = ({ requests }) =>
    requests.filter(({ path }) => path.endsWith('/connect/token')).length;
  expect(await signInsOf('workspace-one', signIns)).toEqual([1, 2]);
});

it('of a directory binds once', async () => {
  const signIns: SignIns<'active-directory'> = ({ requests }) =>
    requests.filter(({ operation }) => operation === 'bind').length;
  expect(await signInsOf('active-directory', signIns)).toEqual([1, 2]);
});

it('ends where the token server lets nobody in: no dataset is tried after that', async () => {
  const rig = await startRigOf('workspace-one', { users: 3, devices: 3, appsPerDevice: 1 });
  rig.system.faults.set({ fault: 'forbidden', path: /\/connect\/token$/ });
  const { error, warnings } = await rig.poll();
  await rig.close();
  expect([error, warnings, rig.system.faults.count]).toMatchObject([{ code: 'sign-in-http-403' }, [], 1]);
});
