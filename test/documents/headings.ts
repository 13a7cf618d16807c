export interface Heading {
  readonly level: number;
  readonly title: string;
  /** As GitHub names it in links. */
  readonly anchor: string;
}

/** A comment of a script looks like a heading. */
const withoutScripts = (page: string): string => page.replace(/^```[\s\S]*?^```$/gm, '');

/** What a page is divided into, in its order. */
export const headingsOf = (page: string): readonly Heading[] =>
  [...withoutScripts(page).matchAll(/^(#+) (.+)$/gm)].map(([, marks = '', title = '']) => ({
    level: marks.length,
    title,
    anchor: title
      .toLowerCase()
      .replace(/[^\w\- ]/g, '')
      .replaceAll(' ', '-'),
  }));

/** Headings of a page, as links name them. */
export const headingsIn = (page: string): readonly string[] => headingsOf(page).map(({ anchor }) => anchor);
