// Loaded first by a process under test: writes down every address that it connects to or sends to, every name that it
// looks up, and every program that it starts, one JSON line each, into the file that EGRESS_RECORD names. Sockets of TCP,
// TLS, HTTP and `fetch` all pass through net.Socket; the fleet's and host's own listening does not.
import childProcess, { type ChildProcess } from 'node:child_process';
import dgram from 'node:dgram';
import dns from 'node:dns';
import { appendFileSync } from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import { isIP, Socket } from 'node:net';

const file = process.env.EGRESS_RECORD ?? '';
const record = (kind: string, to: unknown): void =>
  appendFileSync(file, `${JSON.stringify({ kind, to: String(to) })}\n`);

/** Replaces a method by one that tells of each call first. */
function tell(owner: object, method: string, told: (given: readonly unknown[]) => void): void {
  const real: unknown = Reflect.get(owner, method);
  if (typeof real !== 'function') return;
  Reflect.set(owner, method, function (this: unknown, ...given: unknown[]): unknown {
    told(given);
    return Reflect.apply(real, this, given);
  });
}

/** `connect(port, host)`, `connect(options)`, `connect(path)`, and the list of those that Node makes for itself. */
function target(given: readonly unknown[]): string {
  const [first, second] = given;
  if (Array.isArray(first)) return target(first);
  if (typeof first !== 'object' || first === null)
    return typeof second === 'string' ? `${second}:${first}` : `localhost:${first}`;
  const path: unknown = Reflect.get(first, 'path');
  const port: unknown = Reflect.get(first, 'port');
  return port === undefined ? `pipe:${path}` : `${Reflect.get(first, 'host') ?? 'localhost'}:${port}`;
}

tell(Socket.prototype, 'connect', (given) => record('connect', target(given)));
for (const method of ['send', 'connect', 'sendto'])
  tell(dgram.Socket.prototype, method, (given) =>
    record('udp', given.filter((one) => typeof one === 'string' || typeof one === 'number').join(':')),
  );
for (const owner of [dns, dns.promises, dns.Resolver.prototype, dns.promises.Resolver.prototype])
  for (const method of Object.getOwnPropertyNames(owner).filter((name) => /^(lookup|resolve|reverse)/.test(name)))
    tell(owner, method, ([name]) => isIP(String(name)) === 0 && record('lookup', name));
const started: ChildProcess = Object.create(childProcess.ChildProcess.prototype);
tell(Object.getPrototypeOf(started), 'spawn', ([options]) =>
  record('spawn', typeof options === 'object' && options !== null ? Reflect.get(options, 'file') : ''),
);
syncBuiltinESMExports();
