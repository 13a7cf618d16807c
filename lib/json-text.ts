// JSON that people write: with a mark of their editor, and with mistakes, whose place is told.

export const withoutMark = (text: string): string => text.replace(/^\uFEFF/, '');

/** The parser's message quotes the file, and does not always tell the place: behind the longest beginning that may go on. */
export function placeOfMistake(text: string): string {
  let [good, bad] = [0, text.length + 1];
  while (bad - good > 1) {
    const middle = (good + bad) >> 1;
    if (mayGoOn(text.slice(0, middle))) good = middle;
    else bad = middle;
  }
  const lines = text.slice(0, good).split('\n');
  return `line ${lines.length} column ${(lines.at(-1)?.length ?? 0) + 1}`;
}

/** Whether the parser wants more, and nothing else. */
function mayGoOn(beginning: string): boolean {
  try {
    JSON.parse(beginning);
    return true;
  } catch (error) {
    const message = error instanceof Error ? error.message : '';
    return /^Unexpected end|^Unterminated string/.test(message) || message.includes(`position ${beginning.length} `);
  }
}
