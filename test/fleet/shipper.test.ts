// The simulated shipper: it follows a log that is rotated, sends until it is answered, and goes on there when it starts anew.
import { once } from 'node:events';
import { appendFileSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { Shipper } from '../../local/fleet/logs/shipper.ts';

let folder: string;
let file: string;
let received: string[];
let status: number;
const server = createServer((request, response) => {
  let text = '';
  request.setEncoding('utf8').on('data', (part) => (text += part));
  // No end comes of a body that breaks off, and no error.
  request.on('end', () => {
    if (status === 202 && request.headers['content-length']) received.push(text);
    response.writeHead(status).end();
  });
});
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'lens-shipper-'));
  file = join(folder, 'access.log');
  received = [];
  status = 202;
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
});
afterEach(async () => {
  server.closeAllConnections();
  server.close();
  await once(server, 'close');
  rmSync(folder, { recursive: true });
});
const shipper = (): Shipper => {
  const address = server.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  return new Shipper({ file, key: 'a key', url: `http://127.0.0.1:${port}/api/ingest/x` });
};

it('sends each line once, over refusals, rotations and starts', async () => {
  appendFileSync(file, 'one\ntwo\nthr');
  expect(await shipper().ship()).toBe(true);
  appendFileSync(file, 'ee\nfour\n');
  status = 503;
  const [one] = [shipper()];
  expect(await one.ship()).toBe(false);
  status = 202;
  expect([await one.ship(), await one.ship()]).toEqual([true, true]);
  appendFileSync(file, 'five\n');
  renameSync(file, `${file}.1`);
  appendFileSync(file, 'six\n');
  expect([await shipper().ship(), await one.ship()]).toEqual([true, true]);
  expect(received).toEqual(['one\ntwo\n', 'three\nfour\n', 'five\n', 'six\n']);
});

it('sends nothing before its lines are awaited', async () => {
  appendFileSync(file, 'a line\n');
  let asked = 0;
  const { port } = Object(server.address());
  const url = `http://127.0.0.1:${port}/api/ingest/x`;
  const isAwaited = async () => {
    asked += 1;
    return asked === 2;
  };
  const one = new Shipper({ file, key: 'a key', url, isAwaited });
  expect([await one.shipIfAwaited(), received]).toEqual([false, []]);
  expect([await one.shipIfAwaited(), received]).toEqual([true, ['a line\n']]);
  await one.shipIfAwaited();
  expect(asked).toBe(2);
});

it('waits for the first line of a log, and for the next one behind a rotation', async () => {
  const one = shipper();
  expect(await one.ship()).toBe(true);
  appendFileSync(file, 'one\n');
  expect(await one.ship()).toBe(true);
  renameSync(file, `${file}.1`);
  expect(await one.ship()).toBe(true);
  appendFileSync(file, 'two\n');
  expect(await one.ship()).toBe(true);
  expect(received).toEqual(['one\n', 'two\n']);
});
