import { describe, expect, it } from '@jest/globals';
import { LONG_PAGE, withContents } from './contents.ts';
import { documents } from './documents.ts';
import { headingsOf } from './headings.ts';

const pages = [...(await documents())].filter(([path]) => path.endsWith('.md'));
const long = pages.filter(([, text]) => Buffer.byteLength(text) > LONG_PAGE * 1.2);

/** The links of the contents, in front of the first part. */
const linksAtTop = (page: string): readonly (string | undefined)[] => {
  const [, top = ''] = page.slice(0, page.indexOf('\n## ')).split('\nContents:\n');
  return [...top.matchAll(/\]\(#([^)]*)\)/g)].map(([, anchor]) => anchor);
};

describe('contents of long pages', () => {
  it('there are long pages, and docs/operate.md and docs/promises.md are two of them', () => {
    expect(long.map(([path]) => path)).toEqual(expect.arrayContaining(['docs/operate.md', 'docs/promises.md']));
  });

  it.each(long)('%s begins with contents that name every part, in order', (_, page) => {
    const parts = headingsOf(page).filter(({ level }) => level === 2 || level === 3);
    expect(linksAtTop(page)).toEqual(parts.map(({ anchor }) => anchor));
  });

  it.each(long)('%s has no two parts that links cannot tell apart', (_, page) => {
    const anchors = headingsOf(page).map(({ anchor }) => anchor);
    expect(anchors).toEqual([...new Set(anchors)]);
  });

  it('a comment of a script is no part, a page has its contents once, and one that became short has none', () => {
    const short = '# A page\n\n## First\n\n```sh\n## no part\n```\n\n### Within\n\n## Last\n\n';
    const text = 'text\n'.repeat(LONG_PAGE);
    const once = withContents(`${short}${text}`);
    const contents = 'Contents:\n\n- [First](#first): [Within](#within)\n- [Last](#last)\n\n';
    expect(once).toBe(`# A page\n\n${contents}${short.slice('# A page\n\n'.length)}${text}`);
    expect(withContents(once)).toBe(once);
    expect(withContents(once.slice(0, -text.length))).toBe(short);
  });
});
