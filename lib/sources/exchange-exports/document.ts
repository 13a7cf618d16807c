// The records of an export that is one JSON document, one after another while its text arrives: a document of hundreds of
// megabytes never stands in memory, and is not parsed to its end to tell what it is.

import { SourceError } from '../../errors.ts';
import type { SourceCode } from '../../source-codes.ts';
import { parseExactly } from '../exact-json.ts';

/** A list, or what PowerShell makes of a list that has properties: `{"value": [..], "Count": 2}`. */
const LIST = /^(?:\[|\{\s*(?:"Count"\s*:\s*\d{1,15}\s*,\s*)?"value"\s*:\s*\[)/;
const MAX_RECORD_CHARACTERS = 1_048_576;

const [IN_STRING, OUTSIDE] = [/["\\]/g, /["{}[\],]/g];

/** Parsed; of a document that is no list the whole. Throws SourceError where it is no JSON, or ends in the middle. */
export async function* elementsOf(pieces: AsyncIterable<string>): AsyncGenerator<unknown, void, void> {
  let start = '';
  let list: Elements | null = null;
  for await (const piece of pieces) {
    if (list) yield* list.take(piece);
    else {
      start = bounded((start + piece).trimStart());
      const begin = LIST.exec(start)?.[0];
      if (begin === undefined) continue;
      list = new Elements();
      yield* list.take(start.slice(begin.length));
    }
  }
  if (!list) yield parsed(start);
  else if (!list.ended) throw broken();
}

class Elements {
  /** From the begin of an element on, and how far it was looked at. */
  #text = '';
  #from = 0;
  #at = 0;
  #depth = 0;
  #inString = false;
  ended = false;

  *take(piece: string): Generator<unknown> {
    if (this.ended) return;
    this.#text = this.#text.slice(this.#from) + piece;
    this.#at -= this.#from;
    this.#from = 0;
    while (!this.ended && this.#at < this.#text.length) {
      const sign = this.#next();
      if (sign === '\\') this.#at += 1;
      else if (sign === '"') this.#inString = !this.#inString;
      else if (sign === '{' || sign === '[') this.#depth += 1;
      else if (this.#depth > 0) this.#depth -= sign === ',' || sign === undefined ? 0 : 1;
      else if (sign !== undefined) {
        const text = this.#text.slice(this.#from, this.#at - 1);
        this.#from = this.#at;
        this.ended = sign !== ',';
        if (text.trim() !== '') yield parsed(bounded(text));
      }
    }
    if (!this.ended) bounded(this.#text.slice(this.#from));
  }

  #next(): string | undefined {
    const signs = this.#inString ? IN_STRING : OUTSIDE;
    signs.lastIndex = this.#at;
    const sign = signs.exec(this.#text)?.[0];
    this.#at = sign === undefined ? this.#text.length : signs.lastIndex;
    return sign;
  }
}

function parsed(text: string): unknown {
  try {
    return parseExactly(text);
  } catch {
    throw broken();
  }
}

function bounded(text: string): string {
  if (text.length > MAX_RECORD_CHARACTERS)
    throw unreadable('too-large', 'A record of an export is longer than its bound.');
  return text;
}

const broken = (): SourceError => unreadable('not-json', 'An export ends in the middle, or is no JSON.');

export const unreadable = (code: SourceCode, message: string): SourceError =>
  new SourceError(message, { code, hint: 'Nothing was removed. Look at the script that writes the export.' });
