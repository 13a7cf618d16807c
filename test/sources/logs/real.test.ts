// Lines that Squid 5.7, Apache 2.4, nginx 1.22, lighttpd 1.4 and HAProxy 2.6 wrote in a trial, one of each shape: requests
// of every kind, names with blanks, quotes and umlauts, garbage, and headers longer than a record of Squid.
import { describe, expect, it } from '@jest/globals';
import { accountOf } from '../../../lib/sources/logs/formats/account.ts';
import { columnsOf } from '../../../lib/sources/logs/formats/columns.ts';
import { readCombined, readLighttpd } from '../../../lib/sources/logs/formats/combined.ts';
import { haproxyReader } from '../../../lib/sources/logs/formats/haproxy.ts';
import { logformatReader } from '../../../lib/sources/logs/formats/logformat.ts';
import type { ReadLine } from '../../../lib/sources/logs/formats/reading.ts';
import { readSquid } from '../../../lib/sources/logs/formats/squid.ts';
import { behindSyslog } from '../../../lib/sources/logs/formats/syslog.ts';
import { readW3c } from '../../../lib/sources/logs/formats/w3c.ts';
import type { WebRequest } from '../../../lib/sources/logs/formats/web-request.ts';
import { countsOf, eventsOf, readings, state, textOf } from './lines.ts';

/** As they stood in that squid.conf. */
const EXT =
  '%ts.%03tu %6tr %>a %Ss/%03>Hs %<st %rm %ru %[un %Sh/%<a %mt "%"{User-Agent}>h" %>st %{%Y-%m-%dT%H:%M:%S%z}tl';
const JSON_LINES =
  '{"t":"%ts.%03tu","ms":%tr,"ip":"%>a","user":"%"un","status":%>Hs,"bytes":%<st,"rx":%>st,"method":"%rm","host":"%>rd","mime":"%"mt","ua":"%"{User-Agent}>h"}';

function custom(format: string): ReadLine<WebRequest> {
  const reader = logformatReader(format);
  if ('problem' in reader) throw new Error(reader.problem);
  return reader.read;
}

/** Apache made them without `#Fields`: the source names them. */
const columns = columnsOf('date time c-ip cs-username cs-method cs-uri cs-uri-query sc-status sc-bytes x-us x-id');

const SQUID = ['/anna.berg', '/jörg', 'anna.berg@contoso.example', 'corp/j doe'];
const APACHE = ['/Jörg', '/anna.berg', 'CORP/j doe', 'anna.berg@contoso.example'];
const answers = (event: number, asked: number, none: number): Record<string, number> => ({
  event,
  ...(asked > 0 ? { 'ignored auth-challenge': asked } : {}),
  ...(none > 0 ? { 'ignored no-request': none } : {}),
});

const haproxy = behindSyslog(haproxyReader(2));
/** What a shape of the trial's lines is, and who was named in it. */
const files: readonly (readonly [string, ReadLine<WebRequest>, Record<string, number>, readonly string[]])[] = [
  ['squid-squid', readSquid, answers(29, 5, 3), SQUID],
  ['squid-combined', readCombined, answers(24, 5, 3), SQUID],
  ['squid-common', readCombined, answers(23, 5, 3), SQUID],
  ['squid-ext', custom(EXT), answers(31, 5, 3), SQUID],
  ['squid-json', custom(JSON_LINES), answers(17, 5, 3), SQUID],
  ['apache-combined', readCombined, answers(18, 3, 2), APACHE],
  ['apache-common', readCombined, answers(18, 3, 2), APACHE],
  // Its values are not quoted: a name with a blank is one value too many, and garbage no method.
  [
    'apache-w3c',
    readW3c,
    { ...answers(17, 3, 0), 'rejected field-count': 1, 'rejected format': 1 },
    ['/Jörg', '/anna.berg', 'anna.berg@contoso.example'],
  ],
  ['nginx-combined', readCombined, answers(14, 0, 3), ['/Jörg "x"', 'CORP/j doe']],
  ['lighttpd-access', readLighttpd, answers(12, 0, 1), []],
  ['haproxy-rfc3164', haproxy, answers(12, 0, 2), []],
  ['haproxy-rfc5424', haproxy, answers(12, 0, 2), []],
  ['haproxy-iso', haproxy, answers(12, 0, 2), []],
];

describe.each(files)('%s', (name, read, counts, people) => {
  const all = readings(textOf(`real/${name}.log`), read, state({ columns }));
  const events = eventsOf(all);

  it('is read, whatever stands in it', () => expect(countsOf(all)).toEqual(counts));

  it('names those who were there', () => {
    const names = events.flatMap(({ user }) => {
      const account = accountOf(user);
      return account === null ? [] : ['upn' in account ? account.upn : `${account.domain ?? ''}/${account.name}`];
    });
    expect([...new Set(names)].sort()).toEqual([...people].sort());
  });

  it('tells hosts without their paths', () => {
    for (const { host } of events) expect(host ?? '').toMatch(/^[a-z0-9.:-]*$/);
  });
});

it('a record of Squid that lost its line end is read to where it was cut', () => {
  const glued = textOf('real/squid-combined.log')
    .split('\n')
    .filter((line) => Buffer.byteLength(line) > 8_191);
  expect(glued).toHaveLength(1);
  // It was asked for a sign-in; with another status it is a request whose rest is unknown.
  const served = glued.map((line) => line.replace('" 407 ', '" 200 '));
  expect(readings(`${served.join('')}\n`, readCombined)).toMatchObject([
    { is: 'event', event: { host: '127.0.0.1', status: 200, truncated: true, userAgent: null, action: null } },
  ]);
});
