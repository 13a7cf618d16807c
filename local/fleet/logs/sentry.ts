// The audit log of a standalone Sentry before the company's Ivanti EPMM: a line for each request of a device, and one for
// its response, which may come first, or with the next turn, or never.
import type { Estate } from '../estate/estate.ts';
import { COMPANY } from '../estate/names.ts';
import { accountName } from '../estate/person.ts';
import { uuidOf } from '../ivanti-epmm/answer.ts';
import { below, chance, guid, hash, pick } from '../random.ts';
import type { Stretch } from './exchange-requests.ts';

interface UseCase {
  readonly at: number;
  readonly request: string;
  readonly response: string | null;
  readonly isLate: boolean;
}

const APPS: readonly [string, ...string[]] = ['com.mobileiron.web@work', 'example.crm', 'example.travel'];

export function sentryLines(estate: Estate, { turn, at, ms }: Stretch): readonly string[] {
  const late = useCasesOf(estate, turn - 1, at - ms, ms).filter(({ isLate }) => isLate);
  const own = useCasesOf(estate, turn, at, ms);
  const lines = own.flatMap(({ request, response, isLate }, i) => {
    if (response === null || isLate) return [request];
    return i % 7 === 3 ? [response, request] : [request, response];
  });
  return [...late.flatMap(({ response }) => response ?? []), ...lines];
}

function useCasesOf(estate: Estate, turn: number, at: number, ms: number): readonly UseCase[] {
  const devices = estate
    .devicesOf('ivanti-epmm')
    .filter(({ platform }) => platform === 'ios' || platform === 'android');
  const count = Math.min(100, Math.ceil(devices.length * 0.05));
  return Array.from({ length: count }, (_, i) => {
    const dice = hash(hash(estate.options.seed, 7_000_000 + turn), i);
    const device = devices[below(devices.length, dice, 1)];
    const owner = device && estate.ownerOf(device);
    if (!device || !owner) return [];
    const isBlocked = device.compliance !== 'compliant' && chance(50, dice, 2);
    const status = isBlocked ? 403 : chance(4, dice, 3) ? 504 : 200;
    const publishTime = new Date(at - below(ms, dice, 4)).toISOString();
    const useCaseID = guid(hash(estate.options.seed, turn), 10 * i);
    const request = {
      publishTime,
      entryID: `${useCaseID}-REQ`,
      useCaseID,
      entryType: 'REQUEST',
      userID: accountName(owner),
      deviceID: uuidOf(device),
      deviceType: device.model.model,
      serviceType: 'APP_TUNNEL',
      serviceName: 'intranet',
      clientHost: `203.0.113.${below(250, dice, 5)}`,
      requestUrl: `https://intranet.${COMPANY.mailDomain}/p/${dice % 997}?q=${dice % 89}`,
      httpMethod: 'GET',
      applicationId: pick(APPS, dice, 6),
      serverHost: `intranet.${COMPANY.mailDomain}`,
      action: isBlocked ? 'BLOCK' : 'ALLOW',
    };
    const response = {
      publishTime,
      entryID: `${useCaseID}-RES`,
      useCaseID,
      entryType: 'RESPONSE',
      responseCode: status,
    };
    return {
      at,
      request: JSON.stringify(request),
      response: chance(2, dice, 7) ? null : JSON.stringify(response),
      isLate: chance(15, dice, 8),
    };
  }).flat();
}
