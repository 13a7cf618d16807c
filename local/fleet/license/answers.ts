// What the simulated vendor answers: a note about updates and the licence, signed with a pair of its own; or one of the
// answers that a collector must ignore.
import { generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import type { Json } from '../estate/device.ts';
import { type Answer, type Exchange, objectBody } from '../http/exchange.ts';

export const VENDOR_FAULTS = [
  'none',
  'unsigned',
  'wrong-signature',
  'other-server',
  'unknown-format',
  'not-json',
  'nested',
  'too-large',
  'stale',
  'replayed',
] as const;
export type VendorFault = (typeof VENDOR_FAULTS)[number];

/** What a test, or whoever plays with the simulation, may change. */
export interface VendorTerms {
  says: VendorFault;
  newestVersion: string;
  securityNote: { code: string; text: string } | null;
  minimumSchema: number;
  validUntil: string;
  licensed: Readonly<Record<string, number>>;
}

export class Vendor {
  readonly terms: VendorTerms = {
    says: 'none',
    newestVersion: '99.0',
    securityNote: { code: 'EL-2026-001', text: 'A simulated note: nothing is wrong.' },
    minimumSchema: 1,
    validUntil: '2099-12-31T00:00:00Z',
    licensed: { devices: 100_000, users: 100_000, mailAddresses: 100_000, collectors: 3 },
  };
  readonly #pair = generateKeyPairSync('ed25519');
  #first: Answer | undefined;

  /** For LICENSE_PUBLIC_KEY. */
  get publicKey(): string {
    return this.#pair.publicKey.export({ type: 'spki', format: 'der' }).toString('base64');
  }

  /** Whoever names itself is answered; anybody else is told that it is well. */
  answer(exchange: Exchange): Answer {
    const serverId = objectBody(exchange)?.serverId;
    if (typeof serverId !== 'string') return { status: 200, json: { status: 'ok' } };
    const answer = this.#answerTo(serverId);
    this.#first ??= answer;
    return this.terms.says === 'replayed' ? this.#first : answer;
  }

  #answerTo(serverId: string): Answer {
    const { says, securityNote, ...terms } = this.terms;
    const whole: Json = {
      format: says === 'unknown-format' ? 2 : 1,
      serverId: says === 'other-server' ? '00000000-0000-4000-8000-000000000000' : serverId,
      issuedAt: (says === 'stale' ? new Date(0) : new Date()).toISOString(),
      ...terms,
      ...(securityNote ? { securityNote } : {}),
    };
    const body = Buffer.from(textOf(says, whole));
    const key = says === 'wrong-signature' ? generateKeyPairSync('ed25519').privateKey : this.#pair.privateKey;
    return signed(body, says === 'unsigned' ? null : key);
  }
}

function textOf(says: VendorFault, whole: Json): string {
  if (says === 'not-json') return '<html>Maintenance</html>';
  if (says === 'nested') return '['.repeat(30_000) + ']'.repeat(30_000);
  return JSON.stringify(whole) + (says === 'too-large' ? ' '.repeat(70_000) : '');
}

const signed = (body: Buffer, key: KeyObject | null): Answer => ({
  status: 200,
  headers: {
    'content-type': 'application/json',
    ...(key ? { 'emm-lens-signature': sign(null, body, key).toString('base64') } : {}),
  },
  content: body,
});
