// What of a text that somebody pasted is to be searched for: labels, a name around an address and a sentence around a number
// are none of the values that people and devices are found by. Pure.

export type Kind = 'mail' | 'imei' | 'number' | 'identifier' | 'text';

export interface Understood {
  readonly q: string;
  readonly kind: Kind;
  /** Not all that was typed. */
  readonly isPart: boolean;
}

/** The API takes no more. */
const LONGEST = 100;

const MAIL = /[^\s<>()[\]"',;:][^\s<>()[\]",;:]*@[^\s<>()[\]"',;:]+\.[\p{L}\d-]+/u;
const LABEL =
  /^(?:imei ?\d?|meid|imsi|iccid|sim|udid|mac(?:[ -]address|-adresse)?|s\/?n|serial(?: number| no\.?)?|seriennummer|serien-?nr\.?|tel\.?|telefon|telefonnummer|telephone|phone|phone number|mobile?|handy|cell|rufnummer|number|nummer|nr\.?|name|user|benutzer|account|konto|upn|e-?mail|device|gerät|host|hostname)(?: *[:=#]| )+/i;

/** Of a search as it was typed, or pasted. */
export function understood(typed: string): Understood {
  const text = typed.replace(/\s+/g, ' ').trim();
  const [mail] = MAIL.exec(text) ?? [];
  if (mail !== undefined) return part(text, mail, 'mail');
  const plain = withoutLabel(text);
  const words = plain.split(' ').map(bare);
  const [number, ...others] = numbersIn(words);
  if (number !== undefined && others.length === 0) return ofNumber(text, plain, number);
  const [identifier, ...further] = words.filter(isIdentifier);
  if (identifier !== undefined && further.length === 0 && others.length === 0)
    return part(text, identifier, 'identifier');
  return part(text, plain, 'text');
}

/** All of it, whatever it may be. */
export const asTyped = (typed: string): Understood => {
  const q = typed.replace(/\s+/g, ' ').trim();
  return { q: q.slice(0, LONGEST), kind: 'text', isPart: false };
};

const part = (text: string, q: string, kind: Kind): Understood => ({
  ...{ q: q.slice(0, LONGEST), kind, isPart: q !== text || q.length > LONGEST },
});

/** A word alone may be a name: it is a label where a mark or a number follows. */
function withoutLabel(text: string): string {
  const [label = ''] = LABEL.exec(text) ?? [];
  const rest = text.slice(label.length);
  return rest !== '' && (/[:=#]/.test(label) || /^[+(]{0,2}\d/.test(rest)) ? rest : text;
}

/** Without the marks of a sentence around it. */
const bare = (word: string): string => word.replace(/^[<"'„“([{]+|[>"'“”)\]},;:.!?]+$/g, '');

const DATE = /^(?:\d{1,2}\.\d{1,2}\.\d{2,4}|\d{4}-\d\d-\d\d|\d{1,2}\/\d{1,2}\/\d{2,4})$/;
const isOfNumber = (word: string): boolean => /^\+?[\d()/.-]+$/.test(word) && !DATE.test(word);
const digitsOf = (text: string): string => text.replace(/\D/g, '');
/** Shorter ones are anything. */
const LEAST_DIGITS = 7;

/** Digits as people group them, over several words. */
function numbersIn(words: readonly string[]): readonly string[] {
  const groups: string[][] = [[]];
  for (const word of words)
    if (isOfNumber(word)) groups.at(-1)?.push(word);
    else groups.push([]);
  return groups.map((group) => group.join(' ')).filter((group) => digitsOf(group).length >= LEAST_DIGITS);
}

/** As telephones show it: `351618110819087 / 01` with the version of its software, or that in place of the last digit. */
function ofNumber(text: string, plain: string, number: string): Understood {
  const digits = digitsOf(number);
  const { length } = digits;
  if (length === 17 && number.includes('/')) return part(text, digits.slice(0, 15), 'imei');
  if (length === 16) return part(text, digits.slice(0, 14), 'imei');
  // As it stands where it is all: other spellings of it are the API's.
  const isAll = digitsOf(plain) === digits && !/\p{L}/u.test(plain);
  return part(text, isAll ? plain : number, length === 15 ? 'imei' : 'number');
}

/** A serial number, a hardware address, an id of a directory: digits and letters in one word. */
const isIdentifier = (word: string): boolean =>
  /^(?:[\da-f]{2}[:-]){5}[\da-f]{2}$/i.test(word) ||
  /^[\da-f]{8}(?:-[\da-f]{4}){1,3}-?[\da-f]{4,16}$/i.test(word) ||
  (/^[A-Z\d]{8,40}$/.test(word) && /[A-Z]/.test(word) && digitsOf(word).length > 1);

/** 15 digits of which the last one does not fit the others, which it checks (Luhn). */
export function isMistypedImei(text: string): boolean {
  const digits = digitsOf(text);
  const sum = [...digits].reduce((all, digit, index) => {
    const value = Number(digit) * (index % 2 === 1 ? 2 : 1);
    return all + (value > 9 ? value - 9 : value);
  }, 0);
  return digits.length === 15 && sum % 10 !== 0;
}
