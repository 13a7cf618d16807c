// Groups records by device with bounded memory: written to one of many partitions by the hash of the device's id, read
// back one partition at a time. Devices are written too, so that one without apps has its (empty) place.
import { hash } from 'node:crypto';
import type { FileHandle } from 'node:fs/promises';
import { isRecord } from '../wire.ts';
import { openTemporaryFile } from './temporary-file.ts';

// A million devices with 60 apps each are some 240,000 rows in each of them.
const PARTITIONS = 256;
const BUFFER_CHARACTERS = 16_384;
const READ_BYTES = 262_144;

interface Partition {
  file: FileHandle | null;
  buffered: string[];
  characters: number;
}

export interface SpooledDevice {
  readonly ownership: unknown;
  readonly apps: readonly Readonly<Record<string, unknown>>[];
}

export class Spool implements AsyncDisposable {
  readonly #partitions: Partition[] = Array.from({ length: PARTITIONS }, () => ({
    file: null,
    buffered: [],
    characters: 0,
  }));

  async addDevice(id: string, ownership: unknown): Promise<void> {
    await this.#write(id, ['device', id, ownership]);
  }

  async addApp(device: string, app: Readonly<Record<string, unknown>>): Promise<void> {
    await this.#write(device, ['app', device, app]);
  }

  /** Device by device, each once. Apps of a device that was not added are left out: they have no owner to hang on. */
  async *devices(): AsyncGenerator<readonly [id: string, device: SpooledDevice], void, void> {
    for (const partition of this.#partitions) yield* await this.#read(partition);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const partition of this.#partitions) {
      await partition.file?.close();
      partition.file = null;
      partition.buffered = [];
    }
  }

  async #write(device: string, record: readonly unknown[]): Promise<void> {
    const partition = this.#partitions[Number.parseInt(hash('sha1', device).slice(0, 8), 16) % PARTITIONS];
    if (!partition) return;
    const text = `${JSON.stringify(record)}\n`;
    partition.buffered.push(text);
    partition.characters += text.length;
    if (partition.characters >= BUFFER_CHARACTERS) await this.#flush(partition);
  }

  async #flush(partition: Partition): Promise<void> {
    const text = partition.buffered.join('');
    partition.buffered = [];
    partition.characters = 0;
    partition.file ??= await openTemporaryFile();
    await partition.file.appendFile(text);
  }

  async #read(partition: Partition): Promise<Map<string, SpooledDevice>> {
    const owners = new Map<string, unknown>();
    const apps = new Map<string, Readonly<Record<string, unknown>>[]>();
    for await (const text of linesOf(partition)) {
      const [kind, id, value] = parts(text);
      if (kind === 'device') owners.set(id, value);
      else if (isRecord(value)) {
        const list = apps.get(id);
        if (list) list.push(value);
        else apps.set(id, [value]);
      }
    }
    return new Map([...owners].map(([id, ownership]) => [id, { ownership, apps: apps.get(id) ?? [] }]));
  }
}

async function* linesOf(partition: Partition): AsyncGenerator<string, void, void> {
  if (partition.file) {
    const decoder = new TextDecoder();
    const buffer = Buffer.alloc(READ_BYTES);
    let rest = '';
    for (let position = 0; ; ) {
      const { bytesRead } = await partition.file.read(buffer, 0, READ_BYTES, position);
      if (bytesRead === 0) break;
      position += bytesRead;
      const lines = (rest + decoder.decode(buffer.subarray(0, bytesRead), { stream: true })).split('\n');
      rest = lines.pop() ?? '';
      yield* lines;
    }
  }
  for (const text of partition.buffered) yield text;
}

/** Our own line; no schema, since there are millions of them. */
function parts(text: string): readonly [kind: unknown, id: string, value: unknown] {
  const record: unknown = JSON.parse(text);
  if (!Array.isArray(record)) throw new TypeError('not a line of the spool');
  const [kind, id, value]: unknown[] = record;
  return [kind, String(id), value];
}
