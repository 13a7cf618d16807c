// A run of tests that is killed leaves no collector behind, which would hold its port and poll on.
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterAll, expect, it } from '@jest/globals';
import { writeApp } from './host-process.ts';

let driver = 0;
afterAll(() => {
  try {
    process.kill(driver, 'SIGKILL');
  } catch {
    // It has ended.
  }
});

it('a host ends with the process that started it, however that ended', async () => {
  const appRoot = writeApp({});
  const options = JSON.stringify({ appRoot, secretsPath: join(appRoot, 'keys') });
  const arguments_ = JSON.stringify([join(process.cwd(), 'test/host/driver.ts'), options]);
  const program = `const child = require('node:child_process').spawn(process.execPath, ${arguments_}, { stdio: ['pipe', 'inherit', 'inherit'] });
    console.log(JSON.stringify({ pid: child.pid }));`;
  const parent = spawn(process.execPath, ['-e', program], { stdio: ['ignore', 'pipe', 'inherit'] });
  const said: string[] = [];
  // The output of both: it ends when the last of them has.
  for await (const line of createInterface(parent.stdout)) {
    const event = JSON.parse(line);
    said.push(...Object.keys(event));
    driver ||= event.pid ?? 0;
    if (event.ready) parent.kill('SIGKILL');
  }
  expect(said).toContain('ready');
  expect(said).not.toContain('stopped');
});
