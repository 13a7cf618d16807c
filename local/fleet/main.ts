// The fleet as a child process: `node local/fleet/main.ts --users 100 --devices 150 --apps 40 --seed 1 --tick 0 --tick-interval 15000
// --products intune,ivanti-epmm`.
// Prints one line of JSON when ready, tells the parent of each tick, and ends with SIGTERM or with its parent.
import { parseArgs } from 'node:util';
import { PRODUCTS } from './estate/products.ts';
import { startFleet } from './index.ts';

const { values } = parseArgs({
  options: {
    users: { type: 'string', default: '100' },
    devices: { type: 'string', default: '150' },
    apps: { type: 'string', default: '40' },
    seed: { type: 'string', default: '1' },
    tick: { type: 'string', default: '0' },
    'tick-interval': { type: 'string' },
    products: { type: 'string', default: 'intune' },
    step: { type: 'string' },
    epoch: { type: 'string' },
    certificate: { type: 'boolean', default: false },
  },
});

function number(name: string, text: string): number {
  const value = Number(text);
  if (!Number.isFinite(value) || value < 0) throw new RangeError(`--${name} is not a number`);
  return value;
}

const interval = values['tick-interval'];
const fleet = await startFleet({
  users: number('users', values.users),
  devices: number('devices', values.devices),
  appsPerDevice: number('apps', values.apps),
  seed: number('seed', values.seed),
  tick: number('tick', values.tick),
  products: PRODUCTS.filter((product) => values.products.split(',').includes(product)),
  ...(interval === undefined ? {} : { tickIntervalMs: number('tick-interval', interval) }),
  ...(values.step === undefined ? {} : { stepMs: number('step', values.step) }),
  ...(values.epoch === undefined ? {} : { epoch: number('epoch', values.epoch) }),
  // Whoever listened may have gone in this moment: `disconnect` ends the fleet then, not a failure to tell it.
  onTick: (tick) => process.send?.({ type: 'tick', tick }, undefined, undefined, () => {}),
});

let ending = false;
async function end(): Promise<void> {
  if (ending) return;
  ending = true;
  await fleet.close();
  process.exit(0);
}
process.on('SIGTERM', end);
process.on('SIGINT', end);
process.on('disconnect', end);

const { graph, epmm, neurons, uem, workspaceOne, directory, license, estate, authority } = fleet;
// A company that is looked at is not to wait for its apps as one that is worked with.
neurons.settings.appCallsPerMinute = 6_000;
const ready = {
  type: 'ready',
  caPem: authority.caPem,
  graph: {
    url: graph.url,
    authorityHost: graph.authorityHost,
    tenantId: graph.tenantId,
    clientId: graph.clientId,
    clientSecret: graph.clientSecret,
    ...(values.certificate ? { certificate: graph.certificate } : {}),
  },
  epmm: { url: epmm.url, username: epmm.username, password: epmm.password },
  neurons: { url: neurons.url, username: neurons.username, password: neurons.password },
  uem: { url: uem.url, tenantId: uem.tenantId, username: uem.username, password: uem.password },
  workspaceOne: {
    url: workspaceOne.url,
    tokenUrl: workspaceOne.tokenUrl,
    clientId: workspaceOne.credentials.clientId,
    clientSecret: workspaceOne.credentials.clientSecret,
    tenantCode: workspaceOne.credentials.tenantCode,
  },
  directory: {
    url: directory.url,
    startTlsUrl: directory.startTlsUrl,
    bindDn: directory.bindDn,
    password: directory.password,
    baseDn: directory.baseDn,
  },
  license: { url: license.url },
  products: estate.options.products ?? [],
  // Kept by who restarts the fleet, so that it goes on where it was.
  estate: { tick: estate.ticks, epoch: estate.options.epoch, stepMs: estate.options.stepMs },
};
process.stdout.write(`${JSON.stringify(ready)}\n`);
