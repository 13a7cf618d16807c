// A real mail server: aiosmtpd, with STARTTLS and an account, or without TLS at all.
import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, globSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { z } from 'zod';
import { end, freePort, untilListening } from './processes.ts';

const PYTHON = '/usr/bin/python3';
const PROGRAM = new URL('mail-server.py', import.meta.url).pathname;
export const mailServerIsInstalled = (): boolean =>
  existsSync(PYTHON) && globSync('/usr/lib/python3*/dist-packages/aiosmtpd').length > 0;

const said = z.object({
  auth: z.boolean().optional(),
  mail: z.object({ from: z.string(), to: z.array(z.string()), text: z.string() }).optional(),
});
export type Received = NonNullable<z.output<typeof said>['mail']>;

export interface MailServerOptions {
  readonly certificate?: { readonly certPem: string; readonly keyPem: string };
  readonly user: string;
  readonly password: string;
}

export class MailServer {
  readonly port: number;
  readonly mails: Received[] = [];
  /** Whether each sign-in was right. */
  readonly signIns: boolean[] = [];
  readonly #folder: string;
  readonly #child: ChildProcess;

  private constructor(folder: string, port: number, child: ChildProcess) {
    this.#folder = folder;
    this.port = port;
    this.#child = child;
    if (!child.stdout) throw new TypeError('the child has no output');
    createInterface(child.stdout).on('line', (line) => {
      const { auth, mail } = said.parse(JSON.parse(line));
      if (auth !== undefined) this.signIns.push(auth);
      if (mail) this.mails.push(mail);
    });
  }

  static async start({ certificate, ...account }: MailServerOptions): Promise<MailServer> {
    const folder = mkdtempSync(join(tmpdir(), 'lens-mail-'));
    const port = await freePort('127.0.0.1');
    const [cert, key] = [join(folder, 'cert.pem'), join(folder, 'key.pem')];
    if (certificate) {
      writeFileSync(cert, certificate.certPem);
      writeFileSync(key, certificate.keyPem, { mode: 0o600 });
    }
    const given = JSON.stringify({ ...account, port, ...(certificate && { cert, key }) });
    const child = spawn(PYTHON, [PROGRAM, given], { stdio: ['ignore', 'pipe', 'pipe'] });
    let log = '';
    child.stderr.on('data', (data) => (log += String(data)));
    const server = new MailServer(folder, port, child);
    await untilListening(child, '127.0.0.1', port, () => log);
    return server;
  }

  async remove(): Promise<void> {
    await end(this.#child, 'SIGKILL');
    rmSync(this.#folder, { recursive: true, force: true });
  }
}
