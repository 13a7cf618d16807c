// /auditLogs/signIns: who signed in to which app, on which device, and how that ended. A function of the minute: what was
// told once is told the same again. Some come late, and pages are in no order.
import type { Device } from '../estate/device.ts';
import { typesOf } from '../estate/enrolled-in.ts';
import type { Estate } from '../estate/estate.ts';
import { inEntra, type Person } from '../estate/person.ts';
import type { Answer, Exchange, JsonObject } from '../http/exchange.ts';
import { below, chance, guid, hash, pick } from '../random.ts';
import { badRequest, contextUrl, nextLink, readToken, writeToken } from './odata.ts';

interface SignIn {
  readonly at: number;
  /** When Graph tells it first. */
  readonly toldAt: number;
  readonly isInteractive: boolean;
  readonly row: JsonObject;
}

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

const APPS: readonly [string, ...string[]] = [
  'Office 365 Exchange Online',
  'Microsoft Teams',
  'SharePoint Online',
  'Time Recording',
  'Travel Booking',
];
/** Error codes with conditionalAccessStatus, each as often as it stands here. */
const OUTCOMES: readonly (readonly [number, string])[] = [
  ...Array<readonly [number, string]>(24).fill([0, 'success']),
  ...Array<readonly [number, string]>(6).fill([0, 'notApplied']),
  [50126, 'notApplied'],
  [50126, 'notApplied'],
  [50074, 'success'],
  [50140, 'success'],
  [53000, 'failure'],
  [53003, 'failure'],
  [50173, 'notApplied'],
  [0, 'failure'],
];

/** What a client of the list is told apart by: a list that is read stays as it was when its first page was asked for. */
export class SignIns {
  readonly #estate: Estate;
  readonly #clock: () => number;
  readonly #minutes = new Map<number, readonly SignIn[]>();
  readonly #lists: (readonly JsonObject[])[] = [];
  /** Rows of a page at most. */
  maxPage = 1_000;
  keptDays = 30;

  constructor(estate: Estate, clock: () => number) {
    this.#estate = estate;
    this.#clock = clock;
  }

  list(exchange: Exchange): Answer {
    const filter = exchange.query.get('$filter') ?? '';
    const token = exchange.query.get('$skiptoken');
    const { list, position } =
      token === null
        ? { list: this.#lists.push(this.#asked(exchange, filter)) - 1, position: 0 }
        : { list: Number(readToken(token).list), position: Number(readToken(token).position) };
    const rows = this.#lists[list] ?? [];
    const end = position + Math.min(this.maxPage, Number(exchange.query.get('$top') ?? this.maxPage));
    const body: JsonObject = { '@odata.context': contextUrl(exchange, 'auditLogs/signIns') };
    if (end < rows.length) body['@odata.nextLink'] = nextLink(exchange, writeToken({ list, position: end }));
    return { status: 200, json: { ...body, value: rows.slice(position, end) } };
  }

  /** `gt` and `lt` are not understood: all that is kept is answered. */
  #asked({ path }: Exchange, filter: string): readonly JsonObject[] {
    const now = this.#clock();
    const [, from = '', to = ''] = /createdDateTime ge (\S+) and createdDateTime le (\S+)/.exec(filter) ?? [];
    const [begin, end] = from === '' ? [now - this.keptDays * DAY, now] : [Date.parse(from), Date.parse(to)];
    if (begin < now - this.keptDays * DAY) throw badRequest('Invalid filter clause');
    const wantsTokens = path.startsWith('/beta') && filter.includes('nonInteractiveUser');
    return this.between(begin, end)
      .filter(({ isInteractive, toldAt }) => isInteractive !== wantsTokens && toldAt <= now)
      .sort((a, b) => hash(a.at, 1) - hash(b.at, 1))
      .map(({ row }) => row);
  }

  /** All that happened from one instant to another, told or not. */
  between(from: number, to: number): readonly SignIn[] {
    const minutes = Math.floor(to / MINUTE) - Math.floor(from / MINUTE) + 1;
    const all = Array.from({ length: minutes }, (_, i) => this.#minute(Math.floor(from / MINUTE) + i)).flat();
    return all.filter(({ at }) => at >= from && at <= to);
  }

  #minute(minute: number): readonly SignIn[] {
    const known = this.#minutes.get(minute);
    if (known) return known;
    const seed = hash(this.#estate.options.seed, minute);
    const count = Math.min(40, Math.max(1, Math.round(this.#estate.devices.length * 0.004)));
    const made = Array.from({ length: 3 * count }, (_, i) =>
      this.#signIn(minute, hash(seed, i), guid(minute, 10 * i), i < count),
    );
    const signIns = made.flatMap((one) => one ?? []);
    this.#minutes.set(minute, signIns);
    return signIns;
  }

  #signIn(minute: number, dice: number, id: string, isInteractive: boolean): SignIn | null {
    const estate = this.#estate;
    const device = estate.devices[below(estate.devices.length, dice, 1)];
    const person = device && estate.ownerOf(device);
    if (!device || !inEntra(person)) return null;
    const at = minute * MINUTE + below(MINUTE, dice, 2);
    const toldAt = at + (chance(8, dice, 3) ? below(4 * 60 * MINUTE, dice, 4) : below(2 * MINUTE, dice, 4));
    return { at, toldAt, isInteractive, row: { id, ...this.#row(device, person, { at, dice, isInteractive }) } };
  }

  #row(
    device: Device,
    person: Person,
    { at, dice, isInteractive }: Pick<SignIn, 'at' | 'isInteractive'> & { readonly dice: number },
  ): JsonObject {
    const { seed, types = ['intune'] } = this.#estate.options;
    const [errorCode, conditionalAccessStatus] = pick(OUTCOMES, dice, 5);
    const app = pick(APPS, dice, 6);
    const isMail = conditionalAccessStatus === 'failure' && errorCode === 0;
    const isRegistered = typesOf(device, types).includes('intune');
    return {
      createdDateTime: new Date(at).toISOString(),
      userDisplayName: person.displayName,
      userPrincipalName: person.userPrincipalName,
      userId: person.id,
      appId: guid(hash(seed, APPS.indexOf(app)), 8),
      appDisplayName: app,
      ipAddress: `203.0.113.${below(250, dice, 9)}`,
      clientAppUsed: isMail ? 'Exchange ActiveSync' : 'Mobile Apps and Desktop clients',
      correlationId: guid(dice, 10),
      conditionalAccessStatus,
      isInteractive,
      riskDetail: 'none',
      status: { errorCode, failureReason: 'Other.', additionalDetails: null },
      deviceDetail: {
        deviceId: isRegistered ? guid(device.seed, 85) : '',
        displayName: device.name,
        operatingSystem: `${SYSTEMS[device.platform]}${device.osVersion}`,
        browser: '',
        isCompliant: device.compliance === 'compliant',
        isManaged: isRegistered,
        trustType: isRegistered ? 'Azure AD registered' : '',
      },
      location: {
        city: 'Berlin',
        state: 'Berlin',
        countryOrRegion: 'DE',
        geoCoordinates: {
          latitude: 52.5 + below(9_999, dice, 11) / 1e5,
          longitude: 13.4 + below(9_999, dice, 12) / 1e5,
        },
      },
    };
  }
}

const SYSTEMS = { ios: 'Ios ', android: 'Android ', windows: 'Windows ', macos: 'MacOs ' } as const;
