// Groups records by device with bounded memory: written to one of many partitions by the hash of the device's id, read
// back one partition at a time. Devices are written too, and first, so that one without apps has its (empty) place.
import { hash } from 'node:crypto';
import type { FileHandle } from 'node:fs/promises';
import { tooMuch } from '../../net/failure.ts';
import { APPS_OF_ONE, boundOfOne } from '../small-list.ts';
import { isRecord } from '../wire.ts';
import { openTemporaryFile } from './temporary-file.ts';

// A million devices with 60 apps each are some 240,000 rows, of 50 million characters, in each of them.
const PARTITIONS = 256;
/** Of one partition: it is in memory while it is handed on. */
const MAX_CHARACTERS = 100_000_000;
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

  /**
   * Device by device, each once. Apps of a device that was not added before them are left out: they have no owner to hang
   * on. Throws SourceError `too-large`.
   */
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
    const devices = new Map<string, { ownership: unknown; apps: Readonly<Record<string, unknown>>[] }>();
    let characters = 0;
    for await (const text of linesOf(partition)) {
      const [kind, id, value] = parts(text);
      const apps = devices.get(id)?.apps ?? [];
      if (kind === 'device') devices.set(id, { ownership: value, apps });
      else if (isRecord(value) && devices.has(id)) {
        apps.push(value);
        characters += text.length;
      }
      boundOfOne(apps, APPS_OF_ONE);
      if (characters > MAX_CHARACTERS) throw tooMuch('more apps than as many devices can have');
    }
    return devices;
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
