// Rows of a CSV, piece by piece: as the export job of Intune, Graph's reports and exports of cmdlets have them.
import type { Readable } from 'node:stream';
import Papa from 'papaparse';
import { stopped } from '../net/failure.ts';

/** The parser keeps an unfinished row, and reads it anew with each piece that comes. */
const MAX_ROW_CHARACTERS = 1024 ** 2;
/** Reports have some dozen. */
const MAX_COLUMNS = 1_000;

export interface CsvReading {
  readonly signal: AbortSignal;
  readonly delimiter?: string;
  readonly tooLarge: () => Error;
  /** Of what is no CSV, or ended before its end. */
  readonly broken: () => Error;
}

/**
 * The cells of each row, those of the header first. `csv` gives text: the parser would decode each piece by itself, and
 * spoil a character that two of them share. Throws what it fails with, `broken` for what is foreign.
 */
export async function* csvRows(csv: Readable, reading: CsvReading): AsyncGenerator<readonly string[], void, void> {
  const { signal, delimiter = '', tooLarge, broken } = reading;
  const parser = Papa.parse(Papa.NODE_STREAM_INPUT, { skipEmptyLines: true, delimiter });
  let cause: unknown = null;
  // A stream over a generator fails with the end of what it reads beside what it was ended for: the first counts.
  csv.once('error', (error) => {
    cause ??= error;
    parser.destroy();
  });
  // A row without an end, or a quote without one: the parser would look at all of it again with each piece.
  let charactersWithoutRow = 0;
  csv.on('data', (piece: string) => {
    charactersWithoutRow += piece.length;
    if (charactersWithoutRow <= MAX_ROW_CHARACTERS || cause !== null) return;
    const error = tooLarge();
    cause = error;
    csv.destroy(error);
  });
  csv.pipe(parser);
  let isHeader = true;
  try {
    for await (const row of parser) {
      charactersWithoutRow = 0;
      // Nobody else looks at it before the last row.
      if (signal.aborted) throw stopped(signal);
      if (!Array.isArray(row)) throw broken();
      const cells = row.map(String);
      if (isHeader && cells.length > MAX_COLUMNS) throw tooLarge();
      yield isHeader ? cells.map((name) => name.replace(/^\uFEFF/, '').trim()) : cells;
      isHeader = false;
    }
  } catch (error) {
    throw cause ?? error;
  } finally {
    csv.destroy();
  }
  // A stream that was destroyed without an error of its own ends the loop as if it were whole.
  if (cause !== null) throw cause;
  if (isHeader) throw broken();
}
