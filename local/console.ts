// What `npm start` prints: one line per finished step, and while a poll runs how far it is: a live line on a terminal,
// a plain line every few seconds elsewhere.
import { styleText } from 'node:util';

export interface Progress {
  readonly source: string;
  readonly startedAt: Date;
  readonly rows: number;
}

const PLAIN_EVERY_MS = 3_000;

export class Console {
  readonly #output: NodeJS.WriteStream;
  #live = false;
  readonly #told = new Map<string, number>();

  constructor(output: NodeJS.WriteStream) {
    this.#output = output;
  }

  line(text: string): void {
    if (this.#live) this.#output.write('\r\u001b[2K');
    this.#live = false;
    this.#output.write(`${text}\n`);
  }

  /** A finished step: `✔ database ready  sqlite  0.3 s`. */
  done(step: string, details: string): void {
    this.line(
      `${styleText('green', '✔', { stream: this.#output })} ${step.padEnd(18)} ${styleText('dim', details, { stream: this.#output })}`,
    );
  }

  warn(text: string): void {
    this.line(`${styleText('yellow', '!', { stream: this.#output })} ${text}`);
  }

  progress({ source, startedAt, rows }: Progress): void {
    if (rows === 0) return;
    const ms = Date.now() - startedAt.getTime();
    const rate = Math.round((rows * 1000) / Math.max(ms, 1));
    const text = `… ${source}: ${rows.toLocaleString('en')} rows, ${rate.toLocaleString('en')} rows/s`;
    if (this.#output.isTTY) {
      this.#output.write(`\r\u001b[2K${text}`);
      this.#live = true;
      return;
    }
    const last = this.#told.get(source) ?? startedAt.getTime();
    if (Date.now() - last < PLAIN_EVERY_MS) return;
    this.#told.set(source, Date.now());
    this.line(text);
  }
}
