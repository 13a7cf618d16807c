// The query of ActiveSync in base64, as devices of protocol 12.1 and later send it.
// https://learn.microsoft.com/en-us/openspecs/exchange_server_protocols/ms-ashttp/

export interface Base64Query {
  readonly protocol: string;
  /** By name, or `unknown-<code>`. */
  readonly command: string;
  readonly locale: number;
  /** Empty where it names none. */
  readonly deviceId: string;
  readonly policyKey: number | null;
  readonly deviceType: string;
  readonly user?: string;
  readonly collectionId?: string;
  readonly itemId?: string;
  readonly longId?: string;
  readonly occurrence?: string;
  readonly saveInSent?: boolean;
  readonly acceptMultiPart?: boolean;
}

export type Base64Problem = 'not-base64' | 'truncated';

const PROTOCOLS: Readonly<Record<number, string>> = { 121: '12.1', 140: '14.0', 141: '14.1', 160: '16.0', 161: '16.1' };

const COMMANDS: Readonly<Record<number, string>> = {
  0: 'Sync',
  1: 'SendMail',
  2: 'SmartForward',
  3: 'SmartReply',
  4: 'GetAttachment',
  9: 'FolderSync',
  10: 'FolderCreate',
  11: 'FolderDelete',
  12: 'FolderUpdate',
  13: 'MoveItems',
  14: 'GetItemEstimate',
  15: 'MeetingResponse',
  16: 'Search',
  17: 'Settings',
  18: 'Ping',
  19: 'ItemOperations',
  20: 'Provision',
  21: 'ResolveRecipients',
  22: 'ValidateCert',
  23: 'Find',
};

/** Names of parameters by tag; 0, the name of an attachment, is not read. */
const TEXTS: Readonly<Record<number, 'collectionId' | 'itemId' | 'longId' | 'occurrence' | 'user'>> = {
  1: 'collectionId',
  3: 'itemId',
  4: 'longId',
  6: 'occurrence',
  8: 'user',
};
const OPTIONS = 7;
const SAVE_IN_SENT = 1;
const ACCEPT_MULTI_PART = 2;

const BASE64 = /^[A-Za-z0-9+/_-]+={0,2}$/;
/** A version, a command, a locale and three lengths, in base64. */
const SHORTEST = 8;
/** Six values of at most 255 bytes each, and more. */
const LONGEST = 4_096;

export function readBase64Query(text: string): Base64Query | Base64Problem {
  if (text.length < SHORTEST || text.length > LONGEST || !BASE64.test(text)) return 'not-base64';
  const bytes = Buffer.from(text, 'base64');
  const protocol = PROTOCOLS[bytes[0] ?? 0];
  if (protocol === undefined) return 'not-base64';
  const device = sized(bytes, 4);
  const key = device && sized(bytes, device.end);
  const type = key && sized(bytes, key.end);
  if (!device || !key || !type) return 'truncated';
  const parameters = parametersFrom(bytes, type.end);
  if (parameters === null) return 'truncated';
  return {
    protocol,
    command: COMMANDS[bytes[1] ?? 0] ?? `unknown-${bytes[1]}`,
    locale: bytes.readUInt16LE(2),
    deviceId: deviceIdOf(device.value),
    policyKey: key.value.length === 4 ? key.value.readUInt32LE(0) : null,
    deviceType: type.value.toString('utf8'),
    ...parameters,
  };
}

/** A value behind its length, or null where the bytes end before. */
function sized(bytes: Buffer, at: number): { readonly value: Buffer; readonly end: number } | null {
  const end = at + 1 + (bytes[at] ?? 0);
  return at >= bytes.length || end > bytes.length ? null : { value: bytes.subarray(at + 1, end), end };
}

/** Ids that are no text are 16 bytes, which other places write in capital hex. */
function deviceIdOf(bytes: Buffer): string {
  return bytes.every((byte) => byte > 32 && byte < 127)
    ? bytes.toString('latin1')
    : bytes.toString('hex').toUpperCase();
}

type Parameters = Pick<
  Base64Query,
  'user' | 'collectionId' | 'itemId' | 'longId' | 'occurrence' | 'saveInSent' | 'acceptMultiPart'
>;

function parametersFrom(bytes: Buffer, from: number): Parameters | null {
  let found: Parameters = {};
  for (let at = from; at < bytes.length; ) {
    const tag = bytes[at] ?? 0;
    const parameter = sized(bytes, at + 1);
    if (parameter === null) return null;
    const name = TEXTS[tag];
    const options = parameter.value[0] ?? 0;
    if (name !== undefined) found = { ...found, [name]: parameter.value.toString('utf8') };
    else if (tag === OPTIONS)
      found = {
        ...found,
        saveInSent: (options & SAVE_IN_SENT) !== 0,
        acceptMultiPart: (options & ACCEPT_MULTI_PART) !== 0,
      };
    at = parameter.end;
  }
  return found;
}
