// Format codes of Squid's `logformat`, as far as they are told apart: what they tell us, and whether their value may hold
// blanks. http://www.squid-cache.org/Doc/config/logformat/

/** What of a request a code tells; codes of no role are stepped over unread. */
export type Role =
  | 'seconds'
  | 'millis'
  | 'time'
  | 'ms'
  | 'client'
  | 'action'
  | 'status'
  | 'bytes'
  | 'requestBytes'
  | 'method'
  | 'url'
  | 'host'
  | 'port'
  | 'user'
  | 'mime'
  | 'agent';

export interface Code {
  readonly role: Role | null;
  /** Its value may hold blanks, and what its neighbours are told by. */
  readonly free: boolean;
}

const roles: Readonly<Record<Role, readonly string[]>> = {
  seconds: ['ts'],
  millis: ['tu'],
  time: ['tl', 'tg'],
  ms: ['tr'],
  client: ['>a'],
  action: ['Ss'],
  status: ['>Hs', 'Hs'],
  bytes: ['<st'],
  requestBytes: ['>st'],
  method: ['rm', '>rm'],
  url: ['ru', '>ru'],
  host: ['>rd', 'rd'],
  port: ['>rP', 'rP'],
  user: ['un', 'ul', 'ue'],
  mime: ['mt'],
  agent: [],
};

const TOKENS =
  '>A >p >la >lp la lp >eui >qos <qos >nfmark <nfmark <a <A <p <la <lp dt tS busy_time <Hs Sh <rm <ru rp >rp <rp rs >rs <rs <rd <rP rv >rv <rv rG st >sh <sh <bs <pt <tt sn credentials err_code err_detail master_xaction';
const FREE = 'ui us >h <h >ha note ea et external_tag';

const codes = new Map<string, Code>([
  ...TOKENS.split(' ').map((name) => [name, { role: null, free: false }] as const),
  ...FREE.split(' ').map((name) => [name, { role: null, free: true }] as const),
  ...(Object.keys(roles) as Role[]).flatMap((role) =>
    roles[role].map((name) => [name, { role, free: role === 'user' }] as const),
  ),
]);

const LONGEST = Math.max(...[...codes.keys()].map((name) => name.length));
/** Of a module, `ssl::>sni`: free, since what they write is not all known. */
const NAMESPACED = /^[a-z_]+::[<>]?[a-z_]+/i;

/** The longest code at a place of a format, with its name; undefined where there is none that is known. */
export function codeAt(format: string, at: number): (Code & { readonly name: string }) | undefined {
  const [module] = NAMESPACED.exec(format.slice(at, at + 64)) ?? [];
  if (module !== undefined) return { name: module, role: null, free: true };
  for (let length = LONGEST; length > 0; length -= 1) {
    const name = format.slice(at, at + length);
    const code = codes.get(name);
    if (code !== undefined && name.length === length) return { ...code, name };
  }
  return undefined;
}
