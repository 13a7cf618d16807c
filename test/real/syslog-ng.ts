// A real syslog-ng in the foreground, with a configuration of docs/shippers in which addresses, files and key are others.
import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { end } from './processes.ts';

const SYSLOG_NG = '/usr/sbin/syslog-ng';
export const syslogNgIsInstalled = (): boolean => existsSync(SYSLOG_NG);

export class SyslogNg {
  readonly folder = mkdtempSync(join(tmpdir(), 'lens-syslog-ng-'));
  readonly #document: string;
  #child: ChildProcess | null = null;
  #said = '';

  /** `document`: a file of docs/shippers. */
  constructor(document: string) {
    this.#document = document;
    mkdirSync(join(this.folder, 'buffer'));
  }

  at(name: string): string {
    return join(this.folder, name);
  }

  /** Everything that it wrote about itself. */
  get said(): string {
    return this.#said;
  }

  /** With texts of the document replaced, each of which must be there. */
  async start(replaced: Readonly<Record<string, string>>): Promise<void> {
    let text = readFileSync(new URL(`../../docs/shippers/${this.#document}`, import.meta.url), 'utf8');
    for (const [from, to] of Object.entries(replaced)) {
      if (!text.includes(from)) throw new RangeError(`${this.#document} does not say ${from}`);
      text = text.replaceAll(from, to);
    }
    writeFileSync(this.at('syslog-ng.conf'), text);
    const at = (name: string) => this.at(name);
    const child = spawn(
      SYSLOG_NG,
      ['-F', '-e', '-f', at('syslog-ng.conf'), '-R', at('persist'), '-c', at('ctl'), '-p', at('pid'), '--no-caps'],
      { stdio: ['ignore', 'pipe', 'pipe'] },
    );
    for (const stream of [child.stdout, child.stderr]) stream?.on('data', (data) => (this.#said += String(data)));
    this.#child = child;
  }

  async stop(signal: NodeJS.Signals = 'SIGTERM'): Promise<void> {
    if (this.#child) await end(this.#child, signal);
    this.#child = null;
  }

  async remove(): Promise<void> {
    await this.stop('SIGKILL');
    rmSync(this.folder, { recursive: true, force: true });
  }
}
