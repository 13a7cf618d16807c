// POST /api/ingest/{source} as the OpenAPI document has it.

import type { EndpointDeclaration } from '../http/endpoint.ts';
import { inPath, inQuery, integer, json, objectOf, said, text } from '../http/json-schema.ts';
import { BODY_TYPES } from '../http/pushed-body.ts';
import type { PushReceipt } from '../ingest/push.ts';

/** Names that a sender may give itself. */
export const SENDER = /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/;

const RECORD = said(
  text,
  'Records of JSON, one a line or in an array, that have the line in `message`, `MESSAGE`, `log`, `line`, `msg` or `MSG`, or are it themselves',
);
const TEXT = said(text, 'Lines as they are, or records of JSON, one a line');

export const ingestEndpoint: EndpointDeclaration = {
  name: 'ingest',
  method: 'POST',
  route: 'ingest/{source}',
  authLevel: 'anonymous',
  roles: 'every role',
  tag: 'Ingest',
  summary: 'Take lines of a log that a shipper pushes',
  description:
    'Answers when all of the batch is stored. A line that cannot be read is counted, and no reason to send it again. Lines that came from the same sender within a day, 200,000 at least, are known again, in whatever batch they come.',
  dataset: null,
  purpose: 'optional',
  parameters: [
    inPath('source', 'Name of the source'),
    inQuery(
      'sender',
      'Name of the sender, where a source has several: each has columns, and lines that are known again, of its own',
      { type: 'string', pattern: SENDER.source },
    ),
  ],
  ingest: {
    content: Object.fromEntries(
      Object.entries(BODY_TYPES).flatMap(([type, kind]) =>
        type === '' ? [] : [[type, kind === 'json' ? RECORD : TEXT]],
      ),
    ),
    problems: [401, 411, 413, 415, 500, 503],
  },
  response: {
    status: 202,
    description: 'Everything is stored',
    content: json(
      objectOf<PushReceipt>({
        accepted: said(integer, 'Lines that told something'),
        known: said(integer, 'Lines that came before'),
        ignored: said(integer, 'Lines that tell of nobody'),
        rejected: said(integer, 'Lines that could not be read; `GET /api/sources` has the reasons'),
      }),
    ),
  },
};
