// A download of several pages as one file. Pure.

/** Each page begins with a line that says what parts the cells, and one of names: they stand once, behind the mark of UTF-8. */
const HEAD_LINES = 2;
export const BREAK = '\r\n';

export function joinCsv(pages: readonly string[]): string {
  const text = pages.map((page, index) => (index === 0 ? page : withoutHead(page))).join('');
  // Reading an answer as text takes it away.
  return text.startsWith('\uFEFF') ? text : `\uFEFF${text}`;
}

function withoutHead(page: string): string {
  let from = 0;
  for (let line = 0; line < HEAD_LINES; line += 1) from = page.indexOf(BREAK, from) + BREAK.length;
  return page.slice(from);
}
