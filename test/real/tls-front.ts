// A real nginx with deploy/nginx/nginx.conf, in which port, folders and the address of the collector are others, and how long
// it waits for callers: a slow machine lets it wait.
import { type ChildProcess, spawn } from 'node:child_process';
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { IssuedCertificate } from '../../local/fleet/authority.ts';
import { end, freePort, untilListening } from './processes.ts';

const NGINX = '/usr/sbin/nginx';
export const nginxIsInstalled = (): boolean => existsSync(NGINX);
const DEPLOYED = new URL('../../deploy/nginx/', import.meta.url).pathname;

const PATIENT = {
  'client_header_timeout 7s': 'client_header_timeout 600s',
  'client_body_timeout 60s': 'client_body_timeout 600s',
};

/** `text` with other texts in it, each of which must be there. */
function replacedIn(text: string, replaced: Readonly<Record<string, string>>): string {
  return Object.entries(replaced).reduce((left, [from, to]) => {
    if (!left.includes(from)) throw new RangeError(`the configuration does not say ${from}`);
    return left.replaceAll(from, to);
  }, text);
}

export class TlsFront {
  readonly port: number;
  readonly #folder: string;
  readonly #child: ChildProcess;
  #said = '';

  private constructor(folder: string, port: number) {
    this.#folder = folder;
    this.port = port;
    this.#child = spawn(NGINX, ['-c', join(folder, 'nginx.conf'), '-e', 'stderr', '-g', 'daemon off;'], {
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    for (const stream of [this.#child.stdout, this.#child.stderr])
      stream?.on('data', (data) => (this.#said += String(data)));
  }

  /** `target`: host and port of a collector, as an address. `patience` is `none` where it waits as it is deployed. */
  static async start(target: string, { certPem, keyPem }: IssuedCertificate, patience?: 'none'): Promise<TlsFront> {
    const folder = mkdtempSync(join(tmpdir(), 'lens-front-'));
    // Its workers leave root behind.
    chmodSync(folder, 0o755);
    const [port, at] = [await freePort('127.0.0.1'), (name: string) => join(folder, name)];
    const collector = replacedIn(readFileSync(`${DEPLOYED}kubernetes.conf`, 'utf8'), { '127.0.0.1:8080': target });
    writeFileSync(at('collector.conf'), collector);
    writeFileSync(at('tls.crt'), certPem);
    writeFileSync(at('tls.key'), keyPem, { mode: 0o600 });
    const text = replacedIn(readFileSync(`${DEPLOYED}nginx.conf`, 'utf8'), {
      // First: the folder is below it.
      '/tmp/': `${folder}/`,
      'listen 8443': `listen 127.0.0.1:${port}`,
      '/run/secrets/tls/': `${folder}/`,
      '/etc/nginx/': `${folder}/`,
      // A pipe cannot be opened by its name.
      'access_log /dev/stdout': `access_log ${at('access.log')}`,
      ...(patience === 'none' ? {} : PATIENT),
    });
    writeFileSync(at('nginx.conf'), text);
    const front = new TlsFront(folder, port);
    await untilListening(front.#child, '127.0.0.1', port, () => front.#said);
    return front;
  }

  get url(): string {
    return `https://localhost:${this.port}`;
  }

  /** What it wrote about itself, and about requests. */
  get log(): string {
    return this.#said + readFileSync(join(this.#folder, 'access.log'), 'utf8');
  }

  async remove(): Promise<void> {
    await end(this.#child);
    rmSync(this.#folder, { recursive: true, force: true });
  }
}
