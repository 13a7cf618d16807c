// The formats of web traffic by the names that a source gives them. All may stand behind what syslog leaves in front.
import { readCombined, readLighttpd } from './combined.ts';
import { haproxyReader } from './haproxy.ts';
import { logformatReader } from './logformat.ts';
import type { LogformatProblem } from './logformat-compile.ts';
import type { ReadLine } from './reading.ts';
import { readSquid } from './squid.ts';
import { behindSyslog } from './syslog.ts';
import { readW3c } from './w3c.ts';
import type { WebRequest } from './web-request.ts';

export const WEB_FORMATS = ['squid', 'combined', 'common', 'lighttpd', 'w3c', 'haproxy', 'logformat'] as const;
export type WebFormat = (typeof WEB_FORMATS)[number];

export interface WebFormatOptions {
  /** Squid's format of the source's own. */
  readonly logformat?: string;
  /** Which captured header of HAProxy is the Host, from 1. */
  readonly hostCapture?: number;
}

/** A reader of that format, or what is wrong with a `logformat`. */
export function webReader(
  format: WebFormat,
  { logformat = '', hostCapture }: WebFormatOptions = {},
): { readonly read: ReadLine<WebRequest> } | LogformatProblem {
  if (format === 'haproxy') return { read: behindSyslog(haproxyReader(hostCapture)) };
  if (format !== 'logformat') return { read: behindSyslog(READERS[format]) };
  const custom = logformatReader(logformat);
  return 'problem' in custom ? custom : { read: behindSyslog(custom.read) };
}

const READERS = {
  squid: readSquid,
  combined: readCombined,
  common: readCombined,
  lighttpd: readLighttpd,
  w3c: readW3c,
} as const;
