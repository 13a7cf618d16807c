// The contents of long pages, derived from their headings: `npm run documents` writes them, of pages that are written by hand, too.
import { headingsOf } from './headings.ts';

/** A page of more bytes is not read, but looked up in. */
export const LONG_PAGE = 20_000;

const CONTENTS = /^Contents:\n\n(?:- .*\n)+\n/m;
const FIRST_PART = /^## /m;

/** The page with its contents in front of its first part; a short one without. */
export function withContents(page: string): string {
  const bare = page.replace(CONTENTS, '');
  if (Buffer.byteLength(bare) <= LONG_PAGE) return bare;
  return bare.replace(FIRST_PART, () => `Contents:\n\n${contentsOf(bare).join('\n')}\n\n## `);
}

/** A line for each part, with what it is divided into behind it. */
function contentsOf(page: string): readonly string[] {
  const lines: string[] = [];
  let within: string[] = [];
  const end = (): void => {
    const last = lines.pop();
    if (last !== undefined) lines.push(within.length === 0 ? last : `${last}: ${within.join(', ')}`);
    within = [];
  };
  for (const { level, title, anchor } of headingsOf(page)) {
    const link = `[${title}](#${anchor})`;
    if (level === 2) {
      end();
      lines.push(`- ${link}`);
    } else if (level === 3) within.push(link);
  }
  end();
  return lines;
}
