// The lines of one file from its first on, each read as a poll reads it, for whoever tries a source: nothing is kept.
import type { TriedLine } from '../../contract.ts';
import type { LineReader, LogLines, Timed } from '../format.ts';
import { type Encoding, type Line, Lines } from '../lines.ts';
import { behind, openContent } from './content.ts';
import { localFiles } from './file-calls.ts';
import { headOf } from './head.ts';

const LINES_AT_ONCE = 100;

export async function* firstLines<E extends Timed>(
  { format, gather }: LogLines<E>,
  path: string,
  encoding: Encoding,
): AsyncGenerator<TriedLine, void, void> {
  const { handle, content } = await openContent(localFiles, path);
  try {
    const { mtimeMs: writtenAt } = await handle.stat();
    const head = await headOf(content, encoding);
    const reader = format.begin({ fields: null, writtenAt, readAt: Date.now() });
    const tried: TriedLine[] = [];
    const tell = (line: string | null): void => void tried.push(triedOf(reader, gather, line));
    const onLine = (line: Line | null): void => tell(line?.text ?? null);
    for (const line of head.lines) tell(line);
    yield* tried.splice(0);
    const lines = new Lines(head.encoding, head.bytes, undefined, false, format.goesOn);
    for await (const block of behind(content, head.bytes).blocks(0)) {
      lines.feed(block);
      while (lines.read(LINES_AT_ONCE, onLine) === LINES_AT_ONCE) yield* tried.splice(0);
      yield* tried.splice(0);
    }
    if (lines.left > 0) yield { is: 'incomplete', reason: null, told: [], missing: reader.missing ?? [] };
  } finally {
    await handle.close();
  }
}

function triedOf<E extends Timed>(
  reader: LineReader<E>,
  gather: LogLines<E>['gather'],
  line: string | null,
): TriedLine {
  if (line === null) return { is: 'rejected', reason: 'too-long', told: [] };
  const reading = reader.read(line);
  const { missing = [] } = reader;
  if (reading.is !== 'event')
    return { is: reading.is, reason: 'reason' in reading ? reading.reason : null, told: [], missing };
  const gathering = gather();
  gathering.add(reading.event, () => 'line', 'file');
  return { is: 'event', reason: null, told: gathering.rows().filter(({ events }) => events.length > 0) };
}
