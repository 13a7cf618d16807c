// What operators are told, word by word: a changed hint changes docs/faults.md.
export const HINTS = {
  refused: 'Check address, port, firewall and `proxy`.',
  timeout: 'Check firewall and `proxy`; the next poll tries again.',
  tls: 'Check the certificate of the server, its name and date, and `caFile` for a private CA.',
  reset: 'The next poll tries again; look at the proxy or the server if it stays.',
  notJson: 'Often a login or error page of a proxy answers: check address and `proxy`.',
  shape: 'Nothing was removed. Check address and `proxy`: something may answer in place of the product.',
  version: 'Check address and version of the product.',
  repeated: 'Nothing was removed; the next poll tries again.',
  incomplete: 'Nothing was removed; the next poll reads all of them again.',
  tooLarge: 'The address may not be the API, or something answers in its place.',
  countlessRows:
    'It has a list of more than 20,000 items: the address may not be the API, or something answers in its place.',
  countlessKeys:
    'It has an object of more than 5,000 keys: the address may not be the API, or something answers in its place.',
  redirect: 'Redirects are not followed: often a login page answers in place of the API. Check address and `proxy`.',
  credentials: 'Check the credentials of this source, and whether they have expired.',
  permission: 'The account lacks a permission for this part of the API.',
  again: 'The next poll tries again.',
  otherAnswer:
    'Nothing of it was stored. Look for a cache, proxy or balancer between that mixes answers up; else tell the vendor.',
  samePage: 'Nothing is lost: the next poll goes on at the same page.',
  budget: 'The next poll goes on at the last checkpoint. Raise timeBudgetSeconds where it never gets through.',
} as const;
