// Lines of the two hops, as IIS of Exchange 2019 writes them.
import type { Estate } from '../estate/estate.ts';
import { COMPANY } from '../estate/names.ts';
import { below, guid, hash, hex } from '../random.ts';
import { type EasRequest, requestsOf, type Stretch } from './exchange-requests.ts';

export interface HopLines {
  readonly frontEnd: readonly string[];
  readonly backEnd: readonly string[];
}

const FIELDS =
  'date time s-ip cs-method cs-uri-stem cs-uri-query s-port cs-username c-ip cs(User-Agent) cs(Referer) sc-status sc-substatus sc-win32-status time-taken';
const STEM = '/Microsoft-Server-ActiveSync';

export const headerOf = (at = new Date()): string =>
  `${[
    '#Software: Microsoft Internet Information Services 10.0',
    '#Version: 1.0',
    `#Date: ${stampOf(at.getTime())}`,
    `#Fields: ${FIELDS}`,
  ].join('\n')}\n`;

export function linesOf(estate: Estate, stretch: Stretch): HopLines {
  const requests = requestsOf(estate, stretch);
  const probe = `HealthMailbox${hex(32, estate.options.seed, 760)}@${COMPANY.mailDomain}`;
  const probed = `${stampOf(stretch.at - 1)} ::1 GET ${STEM}/default.eas &CorrelationID=<empty>; 443 ${probe} ::1 AMProbe/Local/ClientAccess - 200 0 0 12`;
  return {
    frontEnd: [...requests.flatMap(frontEndOf), probed],
    // A request that the front end refuses for its sign-in never comes here.
    backEnd: requests.map(backEndOf),
  };
}

function frontEndOf(request: EasRequest): readonly string[] {
  const { at, seed, signedIn, agent, http, ms } = request;
  const client = `203.0.113.${1 + below(250, seed, 750)}`;
  const query = `${queryOf(request)}&CorrelationID=<empty>;&cafeReqId=${guid(seed, 751)};`;
  const line = (user: string, status: string, taken: number): string =>
    `${stampOf(at)} 10.0.0.15 POST ${STEM}/default.eas ${query} 443 ${user} ${client} ${agent} - ${status} ${taken}`;
  const challenge = hash(seed, 752) % 20 === 0 ? [line('-', '401 1 2148074254', 3)] : [];
  const wrongPassword = hash(seed, 753) % 60 === 0 ? [line(signedIn, '401 1 1326', 9)] : [];
  return [...challenge, ...wrongPassword, line(signedIn, `${http} 0 0`, ms + 15)];
}

function backEndOf(request: EasRequest): string {
  const { at, signedIn, agent, eas, folders, access, http, ms, user } = request;
  const status = eas === null ? '' : `SC1:${eas}_`;
  const log = `${status}PrxFrom:10.0.0.15_Ver1:161_HH:mail.${COMPANY.mailDomain}_SmtpAdrs:${encodeURIComponent(user)}${folders}_As:${access}_Mbx:mbx01.${COMPANY.mailDomain}_Throttle:0`;
  return `${stampOf(at)} 10.0.0.21 POST ${STEM}/Proxy/default.eas ${queryOf(request)}&Log=${log} 444 ${signedIn} 10.0.0.15 ${agent} - ${http} 0 0 ${ms}`;
}

const queryOf = ({ user, device, deviceType, command }: EasRequest): string =>
  `User=${encodeURIComponent(user)}&DeviceId=${device}&DeviceType=${deviceType}&Cmd=${command}`;

const stampOf = (at: number): string => new Date(at).toISOString().slice(0, 19).replace('T', ' ');
