// A folder that a collector needs to read the fleet: authority, secrets, and the sources file that names them.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { connect } from 'node:tls';
import { z } from 'zod';
import type { Entry } from './member.ts';

/** As the sources file has it. */
export type Source = Readonly<Record<string, unknown>> & { readonly name: string; readonly type: string };

export interface FleetFolder {
  readonly caFile: string;
  readonly sourcesFile: string;
  readonly sources: readonly Source[];
}

/** Name of the secret that notifications are signed with. */
export const WEBHOOK_SECRET = 'webhook-secret';

const placesIn = (folder: string) => ({ caFile: join(folder, 'ca.pem'), sourcesFile: join(folder, 'sources.json') });

/** Writes a file below `secrets`, and answers the reference to it. */
export function keepSecret(folder: string, name: string, value: string): string {
  const file = join(folder, 'secrets', name);
  mkdirSync(join(folder, 'secrets'), { recursive: true, mode: 0o700 });
  writeFileSync(file, value, { mode: 0o600 });
  return `file:${file}`;
}

/** The source that reads a system. */
export function sourceOf({ name, type, settings, secrets, pushed }: Entry, folder: string): Source {
  if (pushed) return { name, type, ...settings, push: { keys: [keepSecret(folder, `${name}-push-key`, pushed.key)] } };
  const references = Object.entries(secrets).map(([key, value]) => [key, keepSecret(folder, `${type}-${key}`, value)]);
  // What is read in files has no authority.
  const authority = 'paths' in settings ? {} : { caFile: placesIn(folder).caFile };
  return { name, type, ...settings, ...Object.fromEntries(references), ...authority };
}

/** `more` may add settings to a source. */
export function writeFolder(
  folder: string,
  { caPem, entries }: { readonly caPem: string; readonly entries: readonly Entry[] },
  more: (entry: Entry) => object = () => ({}),
): FleetFolder {
  const { caFile, sourcesFile } = placesIn(folder);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const sources = entries.map((entry) => ({ ...sourceOf(entry, folder), ...more(entry) }));
  writeFileSync(caFile, caPem);
  writeFileSync(sourcesFile, JSON.stringify({ sources }, null, 2));
  return { caFile, sourcesFile, sources };
}

const written = z.object({ sources: z.array(z.record(z.string(), z.unknown())) });

/**
 * Whether the fleet that wrote the folder still runs: then it answers under the authority that is kept there. Another one
 * would replace authority and secrets under its feet.
 */
export function isServed(folder: string): Promise<boolean> {
  const { caFile, sourcesFile } = placesIn(folder);
  if (!existsSync(sourcesFile) || !existsSync(caFile)) return Promise.resolve(false);
  const { sources } = written.parse(JSON.parse(readFileSync(sourcesFile, 'utf8')));
  const address = sources.flatMap((source) => Object.values(source)).find(isAddress);
  if (address === undefined) return Promise.resolve(false);
  const { hostname, port } = new URL(address);
  return new Promise((resolve) => {
    const socket = connect({ host: hostname, port: Number(port), ca: readFileSync(caFile), timeout: 2_000 });
    const answer = (is: boolean) => () => {
      socket.destroy();
      resolve(is);
    };
    socket.once('secureConnect', answer(true)).once('error', answer(false)).once('timeout', answer(false));
  });
}

const isAddress = (value: unknown): value is string => typeof value === 'string' && /^(https|ldaps):\/\//.test(value);
