// `npm start` shows a newcomer a notification when a source is broken, as docs/notifications.md says.
import { type ChildProcess, spawn } from 'node:child_process';
import { createHmac } from 'node:crypto';
import { once } from 'node:events';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { Agent, request } from 'node:https';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { keepSecret } from '../../local/fleet/folder.ts';
import { startNotifications } from '../../local/fleet/notifications/index.ts';
import { notifiedLine } from '../../local/fleet/told.ts';
import { privateAuthority } from '../net/servers.ts';
import { buildOnce } from './bundle.ts';
import { eventually } from './collector-process.ts';

// No other start has these numbers.
const OPTIONS = { users: 21, devices: 22, apps: 3, seed: 481_100 };
const folder = join(process.cwd(), '.data', `company-${Object.values(OPTIONS).join('-')}`);

let lens: ChildProcess;
let output = '';
const said = (pattern: RegExp) => eventually(`it says ${pattern}`, async () => pattern.exec(output) ?? undefined);

const simulated = existsSync('local.settings.json') ? it.skip : it;

beforeAll(() => buildOnce());
afterAll(async () => {
  if (lens?.exitCode === null) {
    lens.kill('SIGKILL');
    await once(lens, 'exit');
  }
  rmSync(folder, { recursive: true, force: true });
});

simulated('a source whose secret is wrong is notified of within minutes, and nobody is named', async () => {
  const args = Object.entries(OPTIONS).flatMap(([name, value]) => [`--${name}`, String(value)]);
  lens = spawn(process.execPath, ['local/start.ts', ...args, '--port', '0'], { stdio: ['ignore', 'pipe', 'pipe'] });
  for (const stream of [lens.stdout, lens.stderr])
    stream?.on('data', (chunk: Buffer) => {
      output += chunk.toString();
    });
  await said(/poll ended source=intune outcome=complete/);
  const file = join(folder, 'secrets', 'intune-clientSecret');
  const right = readFileSync(file, 'utf8');
  keepSecret(folder, 'intune-clientSecret', 'wrong');
  await said(/notification: sign-in-refused, opened\n/);
  keepSecret(folder, 'intune-clientSecret', right);
  lens.kill('SIGTERM');
  await once(lens, 'exit');
  const lines = output.split('\n').filter((line) => line.includes('notification:'));
  for (const line of lines) expect(line).toMatch(/^ {2}notification: [a-z-]+, [a-z]+(, \d+ times)?$/);
});

it('what is signed otherwise, or is old, is taken for none', async () => {
  const { authority, remove } = privateAuthority();
  const told: string[] = [];
  const hosting = { authority, clock: () => Date.now() };
  const receiver = await startNotifications(hosting, (notified) => told.push(notifiedLine(notified)));
  const agent = new Agent({ ca: authority.caPem });
  const post = async (body: string, headers: Record<string, string>) => {
    const asked = request(receiver.url, { method: 'POST', agent, headers }).end(body);
    const [answer] = await once(asked, 'response');
    answer.resume();
    return answer.statusCode;
  };
  const body = JSON.stringify({ data: { kind: 'source-stale', phase: 'opened', count: 2, items: ['anna'] } });
  const signed = (secret: string, at: number) => {
    const key = Buffer.from(secret.slice('whsec_'.length), 'base64');
    const seconds = String(Math.floor(at / 1000));
    const signature = createHmac('sha256', key).update(`one.${seconds}.${body}`).digest('base64');
    return { 'webhook-id': 'one', 'webhook-timestamp': seconds, 'webhook-signature': `v1,${signature}` };
  };
  const { secret } = receiver;
  const answers = [
    await post(body, signed(secret, Date.now())),
    await post(body, signed(`whsec_${Buffer.alloc(32).toString('base64')}`, Date.now())),
    await post(body, signed(secret, Date.now() - 3_600_000)),
    await post(body, {}),
  ];
  expect([answers, told]).toEqual([[204, 401, 401, 401], ['notification: source-stale, opened, 2 times']]);
  agent.destroy();
  await receiver.close();
  remove();
});
