// For test files that change what our modules share, as with datasets of their own: what a worker has loaded is dropped
// after them (runtime.js).
Object.assign(globalThis, { keepNothing: true });
