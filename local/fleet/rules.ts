// The company's own rules, for what its logs tell.
export const RULES = [
  { name: 'gambling', on: 'http_category', severity: 'medium', is: { category: ['Gambling'] } },
  {
    name: 'long-calls-abroad',
    on: 'call',
    severity: 'medium',
    is: { direction: ['outgoing'] },
    isNot: { numberCountry: ['DE'] },
    atLeast: { durationSeconds: 600 },
  },
  { name: 'roaming-volume', on: 'data_usage', severity: 'low', atLeast: { roamingBytes: 25_000_000 } },
  {
    name: 'much-on-the-phone',
    on: 'call',
    severity: 'low',
    within: 'day',
    atLeast: { count: 3 },
    purpose: 'Finds plans that are too small.',
  },
] as const;
