// Loaded first by a collector whose machine has a wrong clock: its Date is off by CLOCK_OFF_BY_MS milliseconds.
const offset = Number(process.env.CLOCK_OFF_BY_MS);

globalThis.Date = new Proxy(Date, {
  construct: (real, given, made) => Reflect.construct(real, given.length === 0 ? [real.now() + offset] : given, made),
  get: (real, name) => (name === 'now' ? () => real.now() + offset : Reflect.get(real, name)),
});
