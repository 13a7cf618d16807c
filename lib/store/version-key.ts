// Versions as keys that sort by bytes, made here so that both engines compare them alike: by their numeric parts, a
// pre-release before its release, a letter or a build behind it.
import { VERSION_KEY_LENGTH } from '../catalog/index.ts';
import { fold } from './fold.ts';

/** Stands behind the parts: all of them are less than the first byte of a further part. No byte is 0: SQL Server ignores such at the end. */
const PRE_RELEASE = '\x02';
const RELEASE = '\x10';
const BUILD = '\x18';
/** With the number of digits of a part added to it, so that more digits are more. */
const PART = 0x20;
const DIGITS = 31;

const PRE_RELEASES = new Set(
  'alpha beta rc pre preview prerelease dev develop snapshot nightly canary milestone ea test'.split(' '),
);
/** Says nothing beyond what follows it. */
const WORDS = new Set(['build', 'b', 'rev', 'revision', 'r', 'update', 'u', 'patch', 'p']);

/** Remembered by text: a fleet has few versions, and each of them very often. */
const REMEMBERED = 20_000;
const remembered = new Map<string, Buffer | null>();

/** Null where the text has no number to begin with: what it is compared with says nothing. */
export function versionKey(text: string): Buffer | null {
  const known = remembered.get(text);
  if (known !== undefined) return known;
  if (remembered.size >= REMEMBERED) remembered.clear();
  const key = keyOf(fold(text));
  remembered.set(text, key);
  return key;
}

function keyOf(folded: string): Buffer | null {
  // `1, 0, 0, 1` is how Windows writes it in files, `2024-11-05` how Android dates its patches.
  const commas = folded.replace(/, *(\d)/g, '.$1');
  const plain = /^\d{4}-\d{2}(-\d{2})?$/.test(commas) ? commas.replaceAll('-', '.') : commas;
  const [begin = '', release] = /^(?:v|ver|version)?[ .]*(\d+(?:\.\d+)*)/.exec(plain) ?? [];
  if (release === undefined) return null;
  const rest = plain.slice(begin.length);
  const parts = release.split('.').map(part);
  while (parts.at(-1) === part('0')) parts.pop();
  const key = [...parts, ...suffixOf(rest)].join('');
  // What is longer is cut: it is still in order as far as it goes.
  return parts.includes('') ? null : Buffer.from(key, 'latin1').subarray(0, VERSION_KEY_LENGTH);
}

/** Length and digits; nothing where they are too many to be a number of anything. */
function part(digits: string): string {
  const significant = digits.replace(/^0+/, '');
  return significant.length > DIGITS ? '' : String.fromCharCode(PART + significant.length) + significant;
}

/** What a + leads says where it was built, and no order. */
function suffixOf(rest: string): string[] {
  // 1.2.3a1 and 1.2.3b2 are what Python calls a pre-release; 1.0.2k, without a number, is a patch.
  const told = (rest.split('+')[0] ?? '').replace(/^a(\d)/, 'alpha$1').replace(/^b(\d)/, 'beta$1');
  const tokens = told.match(/[a-z]+|\d+/g) ?? [];
  const [first = '', second = ''] = tokens;
  const isPre = PRE_RELEASES.has(first);
  const named = !isPre && WORDS.has(first) && second !== '' ? tokens.slice(1) : tokens;
  if (named.length === 0) return [RELEASE];
  return [isPre ? PRE_RELEASE : BUILD, ...named.map((token) => (/\d/.test(token) ? part(token) : token))];
}

/** The stored value that is there until keys were made for rows from before there were any. */
export const UNMADE_KEYS = 'version-keys';
