// What operators are told, word by word: a changed hint changes docs/faults.md.
import type { RequestKeys } from '../../lib/net/http.ts';

export const HINTS = {
  refused: 'Check address, port, firewall and `proxy`.',
  timeout: 'Check firewall and `proxy`; the next poll tries again.',
  tls: 'Check the certificate of the server, its name and date, and `caFile` for a private CA.',
  oldTls:
    'The server speaks no TLS newer than 1.1, which is not safe: enable TLS 1.2 or 1.3 there, or at the balancer before it.',
  clientCertificate:
    'The server asks for a certificate of the client, which EMM Lens does not have: exempt its address from that, at the server or at the balancer before it.',
  noTls:
    'What listens there speaks no TLS: check the port in the address. One of http, SSH or another service looks like that.',
  longHead:
    'The headers of the answer are longer than 16 kB, mostly by cookies: check address and `proxy`, and what answers there.',
  notModified:
    'Nothing had been asked about changes: a cache between answers so. Exempt the address from it, and check `proxy`.',
  reset: 'The next poll tries again; look at the proxy or the server if it stays.',
  notJson: 'Often a login or error page of a proxy answers: check address and `proxy`.',
  shape: 'Nothing was removed. Check address and `proxy`: something may answer in place of the product.',
  version: ({ address }: RequestKeys) =>
    `Check ${address}: another product, or another version of it, may answer there.`,
  repeated: 'Nothing was removed; the next poll tries again.',
  incomplete: 'Nothing was removed; the next poll reads all of them again.',
  tooLarge: 'The address may not be the API, or something answers in its place.',
  countlessRows:
    'It has a list of more than 20,000 items: the address may not be the API, or something answers in its place.',
  countlessKeys:
    'It has an object of more than 5,000 keys: the address may not be the API, or something answers in its place.',
  redirect: 'Redirects are not followed: often a login page answers in place of the API. Check address and `proxy`.',
  credentials: ({ account, address }: RequestKeys) =>
    `Check ${account}: expired, replaced or locked? Else ${address}: another product may answer there.`,
  permission: 'The account lacks a permission for this part of the API.',
  again: 'The next poll tries again.',
  otherAnswer:
    'Nothing of it was stored. Look for a cache, proxy or balancer between that mixes answers up; else tell the vendor.',
  samePage: 'Nothing is lost: the next poll goes on at the same page.',
  budget: 'The next poll goes on at the last checkpoint. Raise timeBudgetSeconds where it never gets through.',
} as const;
