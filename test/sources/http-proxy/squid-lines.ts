// Lines as Squid writes them in its own format: who, where to, and how it ended.
interface Line {
  /** Milliseconds since 1970. */
  readonly at?: number;
  readonly action?: string;
  readonly client?: string;
  readonly bytes?: number;
}

export const squid = (
  user: string,
  url: string,
  { at = 1_764_400_000_000, action = 'TCP_MISS/200', client = '10.0.0.1', bytes = 1000 }: Line = {},
): string =>
  `${(at / 1_000).toFixed(3)}    120 ${client} ${action} ${bytes} GET ${url} ${user} HIER_DIRECT/192.0.2.1 text/html\n`;
