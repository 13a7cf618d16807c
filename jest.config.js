// ES modules straight from TypeScript: swc strips the types, Node links the modules.
export default {
  testEnvironment: '<rootDir>/test/environment.js',
  testMatch: ['<rootDir>/test/**/*.test.ts'],
  extensionsToTreatAsEsm: ['.ts'],
  transform: {
    '^.+\\.ts$': [
      '@swc/jest',
      { jsc: { parser: { syntax: 'typescript' }, target: 'es2024' }, module: { type: 'es6' } },
    ],
  },
  testTimeout: 30_000,
  testSequencer: '<rootDir>/test/slow-first.js',
  // Most of a collector's tests is waiting for it.
  maxWorkers: 3,
  // What a test file leaves in a worker is not freed; a large worker collects slowly and does not end in time.
  workerIdleMemoryLimit: '400MB',
};
