// Readers of lines of logs, each with beginnings that lead it to its parts, and behind them what it may find hard.
import { mappedLogConfig } from '../../lib/sources/log/config.ts';
import { linesOf } from '../../lib/sources/log/index.ts';
import { columnsOf } from '../../lib/sources/logs/formats/columns.ts';
import { readCombined } from '../../lib/sources/logs/formats/combined.ts';
import { readEas } from '../../lib/sources/logs/formats/eas.ts';
import { readBase64Query } from '../../lib/sources/logs/formats/eas-base64.ts';
import { haproxyReader } from '../../lib/sources/logs/formats/haproxy.ts';
import { logformatReader } from '../../lib/sources/logs/formats/logformat.ts';
import {
  IGNORED,
  ignored,
  type LineState,
  REJECTED,
  type ReadLine,
  rejected,
} from '../../lib/sources/logs/formats/reading.ts';
import { readSentry } from '../../lib/sources/logs/formats/sentry.ts';
import { readSquid } from '../../lib/sources/logs/formats/squid.ts';
import { behindSyslog, readSyslog } from '../../lib/sources/logs/formats/syslog.ts';
import { readW3c } from '../../lib/sources/logs/formats/w3c.ts';
import { zscalerReader } from '../../lib/sources/logs/formats/zscaler.ts';
import { UTC } from '../../lib/sources/logs/zones.ts';
import type { Subject } from './growth.ts';
import { PIECES } from './subjects-texts.ts';

interface Reader {
  readonly read: ReadLine<unknown>;
  readonly columns?: string;
  /** `#` is where the hard part stands. */
  readonly lines: readonly string[];
}

const CUSTOM = '%ts.%03tu %un %Ss/%>Hs %ru "%{Referer}>h" %{X}>h %{Y}>h "%{User-Agent}>h"';

function custom(line: string, state: LineState): unknown {
  const reader = logformatReader(CUSTOM);
  return 'problem' in reader ? reader : reader.read(line, state);
}

/** Lines of a mapping, behind its header where it has one. */
function mapped(lines: string, fields: string | null, more: object = {}): ReadLine<unknown> {
  const settings = { purpose: 'Shows what grows.', paths: ['/logs'], dataset: 'call', country: 'DE' };
  const mapping = {
    lines,
    fields: {
      occurredAt: { from: 'at', formats: ['iso', 'epoch', '%d.%m.%Y %H:%M:%S'] },
      direction: { from: 'way', values: { In: 'incoming' } },
      user: 'who',
      number: 'party',
      durationSeconds: { from: 'took', decimal: ',' },
      phoneNumber: { from: ['line', 'own'] },
    },
    where: [{ from: 'way', notIn: ['no'] }],
    ...more,
  };
  const config = mappedLogConfig.parse({ name: 'mapped', type: 'log', ...settings, mapping });
  const { format } = linesOf(config, { collectedOf: () => new Map(COLUMNS.map((name) => [name, TECHNICAL])) });
  return (line, { receivedAt: writtenAt }) => {
    for (const within of [false, true]) format.goesOn?.(line, within);
    const reading = format.begin({ fields, writtenAt }).read(line);
    if (reading.is === 'ignored') return ignored(IGNORED.find((reason) => reason === reading.reason) ?? 'empty');
    if (reading.is === 'rejected') return rejected(REJECTED.find((reason) => reason === reading.reason) ?? 'format');
    return reading;
  };
}
const TECHNICAL = { class: 'technical', tracked: false } as const;
const COLUMNS = ['number', 'number_kind', 'number_country', 'duration_seconds', 'direction', 'phone_number'];

export const LOG_READERS: Readonly<Record<string, Reader>> = {
  squid: {
    read: behindSyslog(readSquid),
    lines: [
      '#',
      '1793599964.029    15 192.0.2.1 TCP_MISS/200 16 GET http://#a.example/ anna HIER_DIRECT/- -',
      '1793599964.029    15 192.0.2.1 TCP_MISS/200 16 GET http://a.example/# anna HIER_DIRECT/- -',
      '1793599964.029    15 192.0.2.1 TCP_MISS/200 16 GET http://a.example/ # HIER_DIRECT/- -',
      '1793599964.029    15 192.0.2.1 TCP_MISS/200 16 GET http://a.example/ # x]',
    ],
  },
  combined: {
    read: behindSyslog(readCombined),
    lines: [
      '192.0.2.1 - # [02/Nov/2026:06:12:44 +0100] "GET http://a.example/ HTTP/1.1" 200 1 "-" "-"',
      '192.0.2.1 - a [02/Nov/2026:06:12:44 +0100] "#',
      '192.0.2.1 - a [02/Nov/2026:06:12:44 +0100] "GET http://a.example/# HTTP/1.1" 200 1 "-" "-"',
      '192.0.2.1 - a [02/Nov/2026:06:12:44 +0100] "GET http://a.example/ HTTP/1.1" 200 1 "#" "#"',
      '192.0.2.1 - a [02/Nov/2026:06:12:44 +0100] "GET http://a.example/ HTTP/1.1" 200 1 "-" "#" TCP_MISS:HIER_NONE',
    ],
  },
  haproxy: {
    read: behindSyslog(haproxyReader(2)),
    lines: [
      '192.0.2.1:1 [02/Nov/2026:06:12:44.853] f b/s 0/0/1/3/15 200 170 - - ---- 1/1/0/0/0 0/0 {#|#} "GET /# HTTP/1.1"',
      '192.0.2.1:1 [02/Nov/2026:06:12:44.853] f b/s 0/0/1/3/15 200 170 - - ---- 1/1/0/0/0 0/0 "#"',
    ],
  },
  zscaler: {
    read: behindSyslog(zscalerReader(['time', 'login', 'host', 'action'])),
    lines: [
      '{"datetime":"2026-11-02 06:12:44","hostname":"#","user":"#","action":"#"}',
      '"2026-11-02 06:12:44","#","#","#',
    ],
  },
  sentry: {
    read: behindSyslog(readSentry),
    lines: [
      '{"publishTime":"2026-11-02T06:12:44Z","useCaseID":"#","requestUrl":"/Microsoft-Server-ActiveSync?#"}',
      'a {"#',
    ],
  },
  w3c: {
    read: behindSyslog(readW3c),
    columns: 'date time cs-username sc-status cs-method cs-host cs-categories cs(User-Agent)',
    lines: ['2026-11-02 06:12:44 # 200 GET a.example # "#"', `2026-11-02 06:12:44 '# "# '# "# 1 1`, '#Fields: #'],
  },
  eas: {
    read: readEas,
    columns: 'date time cs-method cs-uri-stem cs-uri-query cs-username X-Forwarded-For sc-status',
    lines: [
      '2026-11-02 06:12:44 POST /Microsoft-Server-ActiveSync/Proxy User=# CORP\\# 192.0.2.1,# 200',
      '2026-11-02 06:12:44 POST /Microsoft-Server-ActiveSync/Proxy Cmd=#&Log=Fid:#_Ty:#_Cli:#_# # # 200',
    ],
  },
  base64: { read: (line) => ({ is: 'event', event: readBase64Query(line) }), lines: ['jRIJBA9BcHBsRE4#'] },
  logformat: {
    read: (line, state) => ({ is: 'event', event: custom(line, state) }),
    lines: [
      '1793599964.029 # TCP_MISS/200 http://a.example/# "#" # # "#"',
      '1793599964.029 a TCP_MISS/200 http://a.example/ "-" # # "',
    ],
  },
  format: { read: (line) => ({ is: 'event', event: logformatReader(line) }), lines: ['%ts %>Hs %ru #', '%ts %{#}>h'] },
  delimited: {
    read: mapped('delimited', 'at,way,who,party,took,line'),
    lines: ['#', '2026-11-02T06:12:44Z,In,#,#,#,#', '2026-11-02T06:12:44Z,In,"#","#","#","#"', '"#'],
  },
  json: {
    read: mapped('json', null),
    lines: ['#', '{"at":"2026-11-02T06:12:44Z","way":"In","who":"#","party":"#","took":"#"}', '{"at":[#'],
  },
  pairs: {
    read: mapped('key-value', null),
    lines: ['#', 'at=2026-11-02T06:12:44Z way=In who="#" party="#" took=# #', 'a="b"#', '#=#'],
  },
  columns: {
    read: mapped('w3c', 'at way who party took line'),
    lines: ['# # # # # #', '2026-11-02T06:12:44Z In "#" "#" # #', '#Fields: #'],
  },
  syslog: {
    read: (line, state) => ({ is: 'event', event: readSyslog(line, state) }),
    lines: ['<134>1 - a b c d [# x="#"] #', '<134>Nov  2 06:12:44 # #', '2026-11-02T06:12:44.# a b: #', '42 <134>#'],
  },
};

/** What stands out in logs, beside the pieces of other texts. */
const LOG_PIECES = [
  ...PIECES,
  '] "',
  '" "',
  '\\"',
  "'",
  '_',
  'Fid:1_',
  '&',
  ' HIER_NONE/-',
  '{|}',
  '<1>',
  '\\x41',
  '\t',
];

/** Every beginning of a line with every hard part behind it, each of about so many bytes. */
export const hardLines = ({ lines }: Reader, size: number): string[] => lines.flatMap((line) => hardened(line, size));

function hardened(line: string, size: number): string[] {
  const [place, ...more] = line.startsWith('#F') ? ['#Fields: ', ''] : line.split('#');
  return LOG_PIECES.map((piece) => [place, ...more].join(piece.repeat(size / more.length / piece.length)));
}

export const logSubjects: readonly Subject[] = Object.entries(LOG_READERS).flatMap(([name, { read, columns, lines }]) =>
  lines.map((line, i) => ({
    name: `log ${name} ${i + 1}`,
    input: (size: number) => hardened(line, size / LOG_PIECES.length),
    work: (hard: readonly string[]) => {
      const state = { zone: UTC, receivedAt: 2e12, columns: columnsOf(columns ?? '') };
      return hard.map((one) => read(one, state));
    },
  })),
);
