import { join } from 'node:path';

// ES modules straight from TypeScript: Node strips the types and links the modules. Two tiers, told by the name of the
// file: `x.test.ts` proves a promise once, `x.long.test.ts` adds its long table (docs/develop.md). This is the first one.
// Nothing depends on the zone of the machine: this one is 12:45 or 13:45 hours ahead.
process.env.TZ = 'Pacific/Chatham';
// Of Jest's own workers, and of the programs that tests start: code of an earlier start is compiled already.
process.env.NODE_COMPILE_CACHE = join(import.meta.dirname, '.data/compile-cache');

export default {
  testEnvironment: '<rootDir>/test/jest/environment.js',
  testMatch: ['<rootDir>/test/**/!(*.long).test.ts'],
  // Copies of the bundle.
  modulePathIgnorePatterns: ['<rootDir>/.data/'],
  extensionsToTreatAsEsm: ['.ts'],
  transform: { '\\.ts$': '<rootDir>/test/jest/strip-types.js' },
  // Ends what hangs, on any machine: no test says how long it may take, but where a limit is what it proves.
  testTimeout: 600_000,
  runtime: '<rootDir>/test/jest/runtime.js',
  testSequencer: '<rootDir>/test/jest/slow-first.js',
  // Most of a collector's tests is waiting for it.
  maxWorkers: 3,
  // What a test file leaves in a worker is not freed; a large worker collects slowly and does not end in time.
  workerIdleMemoryLimit: '400MB',
};
