// What the vendor may answer to a licence check: a note about updates and the licence, signed. Whatever else comes is ignored,
// and told by a code.
import { z } from 'zod';
import { parseJson } from '../net/body.ts';
import { JsonBounds } from '../net/json-bounds.ts';
import { isSignedBy, publicKeyOf } from './identity.ts';
import { VERSION } from './payload.ts';

/** What became of an answer, as the history tells it. */
export const ANSWER_CODES = [
  'accepted',
  'unreadable',
  'too-large',
  'unsigned',
  'wrong-signature',
  'not-json',
  'unknown-format',
  'other-server',
  'out-of-date',
  'replayed',
] as const;
export type AnswerCode = (typeof ANSWER_CODES)[number];

const number = z.int().min(0);
const bound = number.optional();
/** Numbers of a licence, named as in what is sent; `users` is the sum over all products. */
const licensed = z.object({ devices: bound, users: bound, mailAddresses: bound, collectors: bound });
export const LICENSED = licensed.keyof().options;
export type Licensed = (typeof LICENSED)[number];

const instant = z.iso.datetime().transform((text) => new Date(text));

/** Keys that a later format adds are passed over. */
const vendorAnswer = z.object({
  format: z.literal(1),
  /** Whom it is for. */
  serverId: z.uuid(),
  issuedAt: instant,
  newestVersion: z.string().regex(VERSION).optional(),
  securityNote: z
    .object({
      code: z.string().regex(/^[A-Za-z0-9][A-Za-z0-9.-]{0,31}$/),
      // Nothing that a terminal or a page would obey, or that turns the direction of what follows.
      text: z.string().regex(/^[\p{L}\p{M}\p{N}\p{P}\p{S} ]{1,500}$/u),
    })
    .optional(),
  /** The schema that a database must have for the newest version to migrate it. */
  minimumSchema: number.optional(),
  /** End of the licence. */
  validUntil: instant.optional(),
  licensed: licensed.optional(),
});
export type VendorAnswer = z.infer<typeof vendorAnswer>;

export interface Expected {
  /** SPKI in DER, base64. */
  readonly publicKey: string;
  readonly serverId: string;
  readonly now: Date;
  /** The text of the last one that was accepted. */
  readonly last: string | null;
}

const DAY_MS = 86_400_000;
/** An answer is made when it is asked for; clocks may differ. */
const OLDEST_MS = 7 * DAY_MS;
const AHEAD_MS = DAY_MS;

/** Nothing of the body is looked at before its signature is proven. */
export function judgeAnswer(body: Buffer, signature: string | undefined, expected: Expected): AnswerCode {
  if (signature === undefined) return 'unsigned';
  const key = publicKeyOf(expected.publicKey);
  if (!key || !isSignedBy(key, body, signature)) return 'wrong-signature';
  const answer = readAnswer(body);
  if (typeof answer === 'string') return answer;
  if (answer.serverId !== expected.serverId) return 'other-server';
  const age = expected.now.getTime() - answer.issuedAt.getTime();
  if (age > OLDEST_MS || age < -AHEAD_MS) return 'out-of-date';
  const lastAt = expected.last === null ? null : issuedAtOf(Buffer.from(expected.last));
  if (lastAt === null || lastAt < answer.issuedAt) return 'accepted';
  return body.toString() === expected.last ? 'accepted' : 'replayed';
}

/** Of an answer that was accepted, if by a newer version: also of one whose rest this version cannot read. */
const issuedAtOf = (body: Buffer): Date | null =>
  z.object({ issuedAt: instant }).safeParse(parsedJson(body)).data?.issuedAt ?? null;

/** The code of what is wrong, where it is none. */
export function readAnswer(body: Buffer): VendorAnswer | 'not-json' | 'unknown-format' {
  const parsed = parsedJson(body);
  return parsed === undefined ? 'not-json' : (vendorAnswer.safeParse(parsed).data ?? 'unknown-format');
}

/** Undefined where it is no JSON, or beyond its bounds. */
function parsedJson(body: Buffer): unknown {
  try {
    new JsonBounds().take(body);
    return parseJson(body);
  } catch {
    return undefined;
  }
}
