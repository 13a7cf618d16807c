// A real Prometheus, with the configuration of deploy/prometheus in which target, intervals and files are others.
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { end, freePort, untilListening } from './processes.ts';

const [PROMETHEUS, PROMTOOL] = ['/usr/bin/prometheus', '/usr/bin/promtool'];
export const prometheusIsInstalled = (): boolean => existsSync(PROMETHEUS) && existsSync(PROMTOOL);

const DEPLOYED = new URL('../../deploy/prometheus/', import.meta.url).pathname;
const answer = z.object({ status: z.literal('success'), data: z.object({ result: z.array(z.unknown()) }) });
const targets = z.object({
  data: z.object({ activeTargets: z.array(z.object({ health: z.string(), lastError: z.string() })) }),
});

/** Its exit code, and what it wrote. */
export function promtool(
  args: readonly string[],
  input = '',
): { readonly status: number | null; readonly said: string } {
  const { status, stdout, stderr } = spawnSync(PROMTOOL, args, { cwd: DEPLOYED, input, encoding: 'utf8' });
  return { status, said: stdout + stderr };
}

export interface Scraping {
  /** `localhost:4711`, over TLS. */
  readonly target: string;
  readonly token: string;
  readonly caPem: string;
}

export class Prometheus {
  readonly #folder: string;
  readonly #child: ChildProcess;
  readonly #url: string;

  private constructor(folder: string, child: ChildProcess, url: string) {
    this.#folder = folder;
    this.#child = child;
    this.#url = url;
  }

  static async start({ target, token, caPem }: Scraping): Promise<Prometheus> {
    const folder = mkdtempSync(join(tmpdir(), 'lens-prometheus-'));
    const text = readFileSync(join(DEPLOYED, 'prometheus.yml'), 'utf8');
    writeFileSync(join(folder, 'prometheus.yml'), text.replace('30s', '1s').replace('lens.example.org:443', target));
    copyFileSync(join(DEPLOYED, 'alerts.yml'), join(folder, 'alerts.yml'));
    writeFileSync(join(folder, 'metrics-token'), token, { mode: 0o600 });
    writeFileSync(join(folder, 'ca.pem'), caPem);
    const port = await freePort('127.0.0.1');
    const at = (name: string) => join(folder, name);
    const child = spawn(
      PROMETHEUS,
      [
        `--config.file=${at('prometheus.yml')}`,
        `--storage.tsdb.path=${at('data')}`,
        `--web.listen-address=127.0.0.1:${port}`,
      ],
      { stdio: ['ignore', 'pipe', 'pipe'] },
    );
    let said = '';
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (data) => (said += String(data)));
    await untilListening(child, '127.0.0.1', port, () => said);
    return new Prometheus(folder, child, `http://127.0.0.1:${port}`);
  }

  /** How many series an expression has now; throws where it cannot be read. */
  async series(expression: string): Promise<number> {
    const query = new URLSearchParams({ query: expression });
    const response = await fetch(`${this.#url}/api/v1/query?${query}`);
    const told = answer.safeParse(await response.json());
    if (!told.success) throw new Error(`not a query: ${expression}`);
    return told.data.data.result.length;
  }

  /** Health of the one target, and why it is not well; undefined before it is known. */
  async target(): Promise<{ readonly health: string; readonly lastError: string } | undefined> {
    const response = await fetch(`${this.#url}/api/v1/targets`);
    const [only] = response.ok ? targets.parse(await response.json()).data.activeTargets : [];
    return only && only.health !== 'unknown' ? only : undefined;
  }

  async remove(): Promise<void> {
    await end(this.#child, 'SIGKILL');
    rmSync(this.#folder, { recursive: true, force: true });
  }
}
