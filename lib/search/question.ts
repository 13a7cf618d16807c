// What somebody typed, as ranges of terms: the same ranges are read in the database, and tell what of a row matched.
import { afterPrefix } from '../store/fold.ts';
import { compact, readingsOf } from './readings.ts';
import { PARTS, type Part, type Term } from './terms.ts';

/** The best first: the whole value, its beginning, the beginning of a word in it, or the end of an identifier. */
export const RANKS = ['exact', 'beginning', 'word'] as const;
export type Rank = (typeof RANKS)[number];

export interface Range {
  /** Index in RANKS. */
  readonly rank: number;
  readonly part: Part;
  /** The term, or its beginning. */
  readonly text: string;
  readonly isWhole: boolean;
  /** The least text behind the range; null where there is none. */
  readonly end: string | null;
  /** Other words of the same term, by their beginnings. */
  readonly words: readonly string[];
}

export type Question = readonly Range[];

const WORDS_AT_MOST = 4;

/** `hashes`: of the number that it may be, whole. */
export function questionOf(text: string, hashes: readonly string[] = []): Question {
  const readings = readingsOf(text);
  const asked = [...new Set([...readings, ...(/[\d:]/.test(text) ? asIdentifier(text) : [])])];
  return [
    ...hashes.map((hash) => exactly(PARTS.hash, hash)),
    ...asked.flatMap((reading) => [
      exactly(PARTS.whole, reading),
      beginning(1, PARTS.whole, reading),
      beginning(2, PARTS.part, reading),
    ]),
    ...readings.flatMap(inAnyOrder),
  ];
}

/** The whole value alone. */
export const exactQuestionOf = (text: string): Question =>
  readingsOf(text).map((reading) => exactly(PARTS.whole, reading));

/** Groups of digits and bytes are one word; 00 in front of a number stands for its +. */
function asIdentifier(text: string): readonly string[] {
  const whole = compact(text);
  return /^00\d{4,}$/.test(whole) ? [whole, whole.slice(2)] : whole === '' ? [] : [whole];
}

function inAnyOrder(reading: string): readonly Range[] {
  const words = reading.split(' ');
  if (words.length < 2 || words.length > WORDS_AT_MOST) return [];
  return words.map((word, i) => beginning(2, PARTS.whole, word, words.toSpliced(i, 1)));
}

const exactly = (part: Part, text: string): Range => ({ rank: 0, part, text, isWhole: true, end: null, words: [] });

const beginning = (rank: number, part: Part, text: string, words: readonly string[] = []): Range => ({
  rank,
  part,
  text,
  isWhole: false,
  end: afterPrefix(text),
  words,
});

/** The best rank at which a term answers the question, null where it does not. */
export function rankOf(
  question: Question,
  { part, text }: Pick<Term, 'text'> & { readonly part: number },
): number | null {
  const ranks = question.filter((range) => range.part === part && isIn(range, text)).map(({ rank }) => rank);
  return ranks.length === 0 ? null : Math.min(...ranks);
}

const isIn = ({ text, isWhole, words }: Range, term: string): boolean =>
  isWhole ? term === text : term.startsWith(text) && words.every((word) => term.includes(` ${word}`));

/** The best rank of each field of these terms of a row whose own value answers, or that only answers with another. */
export function answersIn(question: Question, terms: readonly Term[]): ReadonlyMap<string, number> {
  const found = new Map<string, number>();
  const add = (field: string, rank: number): unknown => found.set(field, Math.min(rank, found.get(field) ?? rank));
  const answering = terms.flatMap((term) => {
    const rank = rankOf(question, term);
    return rank === null ? [] : [{ ...term, rank }];
  });
  for (const { fields, rank } of answering) for (const field of fields) add(field, rank);
  const single = new Set(found.keys());
  for (const { joined = [], rank } of answering)
    if (!joined.some((field) => single.has(field))) for (const field of joined) add(field, rank);
  return found;
}
