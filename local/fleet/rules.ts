// The company's own rules, for what its logs tell.
export const RULES = [
  { name: 'gambling', on: 'http_category', severity: 'medium', is: { category: ['Gambling'] } },
  {
    name: 'premium-calls',
    on: 'call',
    severity: 'high',
    is: { direction: ['outgoing'], numberKind: ['premium'] },
  },
  { name: 'roaming-volume', on: 'data_usage', severity: 'low', atLeast: { roamingBytes: 25_000_000 } },
] as const;
