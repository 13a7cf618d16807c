// Functions of one text: settings, headers, values of the wire.

import { versionOf } from '../../lib/license/payload.ts';
import { scheduleProblem } from '../../lib/ncrontab.ts';
import { isJson, parseJson } from '../../lib/net/body.ts';
import { httpDate, retryAfterMs } from '../../lib/net/retry.ts';
import { minimisePhone } from '../../lib/numbers/phone.ts';
import { parseInstant, parseInteger, parseText } from '../../lib/query/values.ts';
import { loadSettings, settingsTable } from '../../lib/settings/index.ts';
import { parseSources } from '../../lib/settings/sources-file.ts';
import {
  bits,
  filetime,
  flagNames,
  generalizedTime,
  guidText,
  nameOf,
  sidText,
} from '../../lib/sources/active-directory/transforms.ts';
import { appId, compareVersions } from '../../lib/sources/intune/read-apps.ts';
import * as graphValues from '../../lib/sources/transforms.ts';
import { afterPrefix, cleanKey, cut, fold, likePrefix } from '../../lib/store/fold.ts';
import { mssqlConfig } from '../../lib/store/mssql/connection-string.ts';
import { splitPath } from '../../local/host/routes.ts';
import type { Subject } from './growth.ts';

/** Pieces of which texts are made; each may be what makes a parser look back. */
export const PIECES = ['1', ' ', 'a', '\\41', ',', 'a=b;', '"', '/*', '[{"', '\u00DF', '\uD800', '1.', '%2f/', '\0'];

/** One text of each, so many bytes together. */
export const textsOf = (size: number): string[] =>
  PIECES.map((piece) => piece.repeat(size / PIECES.length / piece.length));

const parsers: Readonly<Record<string, (text: string) => unknown>> = {
  fold,
  cleanKey,
  cut: (text) => cut(text, 100),
  afterPrefix,
  likePrefix,
  phone: (text) => minimisePhone(`+49${text}`, 'masked', 'key'),
  retryAfter: (text) => retryAfterMs(text, text, new Date(0)),
  httpDate: (text) => httpDate(`Mon, ${text}`),
  isJson: (text) => isJson(`application/json${text}`),
  parseJson: (text) => parseJson(Buffer.from(text)),
  schedule: scheduleProblem,
  scheduleOfLists: (text) => scheduleProblem(`${text} * * * * *`),
  connectionString: (text) => mssqlConfig(`Server=a;${text}`),
  sourcesFile: (text) => parseSources(text),
  sourceOfTheFile: (text) =>
    parseSources(JSON.stringify({ sources: [{ name: text, type: 'intune', tenantId: text }] })),
  settings: (text) =>
    loadSettings(Object.fromEntries(settingsTable().map(({ name }) => [name, text.slice(0, text.length / 14)]))),
  instant: parseInstant,
  integer: parseInteger,
  text: (text) => parseText(text, 100),
  filetime,
  generalizedTime: (text) => generalizedTime(`20260101000000.${text}Z`),
  bits,
  flagNames,
  nameOf: (text) => nameOf(`CN=${text}`),
  guidText: (text) => guidText(Buffer.from(text)),
  sidText: (text) => sidText(Buffer.from(text)),
  version: versionOf,
  appId: (text) => appId({ title: text, publisher: text }),
  compareVersions: (text) => compareVersions(text, `${text}1`),
  path: splitPath,
  ...Object.fromEntries(Object.entries(graphValues).map(([name, transform]) => [`intune ${name}`, transform])),
};

export const textSubjects: readonly Subject[] = Object.entries(parsers).map(([name, parse]) => ({
  name,
  input: textsOf,
  work: (texts: readonly string[]) => texts.map((text) => answered(() => parse(text))),
}));

/** What a refusal is, too. */
function answered(work: () => unknown): unknown {
  try {
    return work();
  } catch (error) {
    return error;
  }
}
