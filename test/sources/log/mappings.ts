// Mappings that tests share: the examples of docs/configure.md, as they stand there.
import { readFileSync } from 'node:fs';

export type Source = Readonly<Record<string, unknown>> & { readonly name: string; readonly type: string };

/** Sources of the documentation by their names. */
export function documented(): ReadonlyMap<string, Source> {
  const text = readFileSync(new URL('../../../docs/configure.md', import.meta.url), 'utf8');
  const blocks = [...text.matchAll(/```json\n(.*?)```/gs)].map(([, json = '']) => JSON.parse(json));
  const sources: readonly Source[] = blocks.flatMap((block) => block.sources ?? []);
  return new Map(sources.map((source) => [source.name, source]));
}
