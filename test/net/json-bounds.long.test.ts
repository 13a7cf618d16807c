// The estimate of memory, against what this version of Node takes: in a process of its own, whose heap nobody else uses.
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';

const line = z.object({ name: z.string(), taken: z.number(), counted: z.number() });

describe('the memory that the bounds count', () => {
  it('is what a parser takes, or more', async () => {
    const script = join(import.meta.dirname, 'json-memory.ts');
    const { stdout } = await promisify(execFile)(process.execPath, ['--expose-gc', script]);
    const measured = stdout
      .trim()
      .split('\n')
      .map((text) => line.parse(JSON.parse(text)));
    expect(measured.length).toBeGreaterThan(10);
    expect(measured.filter(({ taken, counted }) => taken > counted)).toEqual([]);
  });
});
