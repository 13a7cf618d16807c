// What operators are told, word by word: a changed hint changes docs/faults.md.
export const HINTS = {
  refused: 'Check address, name resolution, firewall and `proxy`.',
  timeout: 'Check firewall and `proxy`; the next poll tries again.',
  tls: 'Check the certificate of the server, its name and date, and `caFile` for a private CA.',
  reset: 'The next poll tries again; look at the proxy or the server if it stays.',
  'time-budget': 'Nothing is lost: the next poll goes on at the same page.',
} as const;
