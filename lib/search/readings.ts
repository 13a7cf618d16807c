// Text as people type it: without case, accents, apostrophes and hyphens, and with ä ö ü å ø written out as well. Latin and
// Greek letters only: a kana or a Cyrillic letter without its mark is another letter. Filters and sorting fold by
// store/fold.ts, which keys and hashes are made with, too.
import { cleanText } from '../store/fold.ts';

/** Letters that Unicode does not take apart. */
const LETTERS: Readonly<Record<string, string>> = {
  ß: 'ss',
  æ: 'ae',
  œ: 'oe',
  ø: 'o',
  ł: 'l',
  đ: 'd',
  ð: 'd',
  þ: 'th',
  ħ: 'h',
  ŧ: 't',
  ŋ: 'n',
  ı: 'i',
  ς: 'σ',
};
const WRITTEN_OUT: Readonly<Record<string, string>> = { ä: 'ae', ö: 'oe', ü: 'ue', å: 'aa', ø: 'oe' };

const ONE_WORD = /^[a-z\d]+$/;
/** Without apostrophes and hyphens. */
const PLAIN_WORDS = /^[\x20-&(-,./:-_a-~]*$/;
const PLAIN = /^[\x20-\x7E]*$/;
/** NFKC makes a blank of the second and third. */
const APOSTROPHES = /['`´‘’ʼ′]/g;
const INVISIBLE = /\p{Cf}/gu;
const JOINTS = /['\p{Pd}]/gu;
const MARK = /^\p{M}$/u;
const BARED = /^[\p{Script=Latin}\p{Script=Greek}]$/u;
const BETWEEN_WORDS = /[^\p{L}\p{N}\p{M}]+/gu;

/**
 * Words between single blanks, in each way that somebody may type them; none for text without letters and digits. What
 * apostrophes and hyphens join is one word in one of them, and several in another.
 */
export function readingsOf(text: string): readonly string[] {
  const lower = text.toLowerCase();
  // Most are: rows have a dozen texts each.
  if (ONE_WORD.test(lower)) return [lower];
  if (PLAIN_WORDS.test(lower)) return [lower.replace(/[^a-z\d]+/g, ' ').trim()].filter((one) => one !== '');
  const clean = cleanText(text).replace(APOSTROPHES, "'");
  const letters = PLAIN.test(clean)
    ? [clean.toLowerCase()]
    : lettersOf(clean.replace(INVISIBLE, '').normalize('NFKC').toLowerCase());
  const words = letters.flatMap((one) => ['', ' '].map((joint) => wordsOf(one.replace(JOINTS, joint))));
  return [...new Set(words)].filter((one) => one !== '');
}

const wordsOf = (text: string): string => text.replace(BETWEEN_WORDS, ' ').trim();

/** All letters and digits in one word, as identifiers are compared. */
export const compact = (text: string): string => (readingsOf(text)[0] ?? '').replaceAll(' ', '');

function lettersOf(text: string): readonly string[] {
  let [stripped, written] = ['', ''];
  let isBared = false;
  for (const letter of text) {
    if (letter <= '~') {
      stripped += letter;
      written += letter;
      isBared = true;
      continue;
    }
    if (MARK.test(letter) && isBared) continue;
    const base = letter.normalize('NFD').slice(0, 1);
    isBared = BARED.test(base);
    const bare = isBared ? (LETTERS[base] ?? base) : letter;
    stripped += bare;
    written += WRITTEN_OUT[letter] ?? bare;
  }
  return [stripped, written];
}
