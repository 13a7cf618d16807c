// How an answer goes out: compressed for clients that take it, and without its body where its head was asked for.
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import type { HttpRequest, HttpResponseInit } from '@azure/functions';

/** What fits in one packet gains nothing. */
const LEAST_CHARACTERS = 1_400;

/** A thousand whole devices are a tenth of it; the usual 6 takes three times as long for a fifth less (decision 0030). */
const LEVEL = 3;

const pack = promisify(gzip);

/** The host compresses nothing itself, but on Windows: https://github.com/Azure/azure-functions-host/issues/7285 */
export async function sending(
  { method, headers }: Pick<HttpRequest, 'method' | 'headers'>,
  { body, ...head }: HttpResponseInit,
): Promise<HttpResponseInit> {
  if (method === 'HEAD') return head;
  if (
    typeof body !== 'string' ||
    body.length < LEAST_CHARACTERS ||
    !takes(headers.get('accept-encoding') ?? '', 'gzip')
  )
    return { ...head, body };
  const own = Object.fromEntries(new Headers(head.headers));
  return {
    ...head,
    headers: { ...own, 'content-encoding': 'gzip', vary: 'accept-encoding' },
    body: await pack(body, { level: LEVEL }),
  };
}

/** `br, gzip;q=0.8`: where a coding is not named, `*` stands for it, and a weight of zero means never (RFC 9110, 12.5.3). */
export function takes(accepted: string, coding: 'br' | 'gzip'): boolean {
  const weights = new Map(
    accepted.split(',').map((one) => {
      const [name = '', ...parameters] = one.split(';').map((part) => part.trim().toLowerCase());
      const weight = parameters.find((parameter) => parameter.startsWith('q='))?.slice(2);
      return [name, weight === undefined ? 1 : Number(weight)] as const;
    }),
  );
  return (weights.get(coding) ?? weights.get(`x-${coding}`) ?? weights.get('*') ?? 0) > 0;
}
