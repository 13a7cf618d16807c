// What the licence check would send now, and what it has sent: byte for byte.

import type { Endpoint, JsonSchema } from '../http/endpoint.ts';
import {
  choice,
  each,
  flag,
  instant,
  integer,
  itemsOf,
  json,
  openObject,
  orNull,
  type Properties,
  said,
  text,
} from '../http/json-schema.ts';
import { ANSWER_CODES, LICENSED } from '../license/answer.ts';
import type { Exchange } from '../license/exchange.ts';
import type { Exceeded, Update } from '../license/update.ts';
import type { OperatorDependencies } from './operator.ts';

const common = {
  method: 'GET',
  authLevel: 'function',
  tag: 'Licence',
  roles: ['operator'],
  dataset: null,
  purpose: 'optional',
  parameters: [],
} as const;

const EXCHANGE = openObject<Omit<Exchange, 'id'> & { readonly id: string }>({
  id: text,
  occurredAt: instant,
  payload: said(text, 'The body, as it was sent'),
  status: orNull(integer),
  errorCode: orNull(text),
  answerCode: {
    ...orNull(text),
    enum: [...ANSWER_CODES, null],
    description: 'What became of the body of the answer; null where there was none',
  },
});

const numbers: JsonSchema = { type: 'object', properties: Object.fromEntries(LICENSED.map((what) => [what, integer])) };

const UPDATE: Properties<Update> = {
  issuedAt: instant,
  newestVersion: orNull(text),
  isNewer: said(flag, 'Whether it is newer than what runs'),
  securityNote: {
    type: ['object', 'null'],
    description: 'Plain text of the vendor',
    required: ['code', 'text'],
    properties: { code: text, text },
  },
  minimumSchema: orNull(integer),
  needsStep: said(flag, 'Whether a version between must migrate the database first'),
  validUntil: said(orNull(instant), 'End of the licence; nothing stops at it'),
  hasEnded: flag,
  licensed: numbers,
  exceeded: each(
    openObject<Exceeded>({ what: choice(LICENSED), licensed: integer, counted: integer }),
    'Numbers of the licence that what was last sent exceeds; nothing stops at it',
  ),
};

export const licenseEndpoints: readonly Endpoint<OperatorDependencies>[] = [
  {
    ...common,
    name: 'license-preview',
    route: 'license/preview',
    // Whoever answers for privacy may see what leaves the house: it names nobody.
    roles: ['operator', 'privacy'],
    summary: 'The body that a licence check would send now',
    response: {
      description: 'Counts and versions, as they would be sent',
      content: json({ type: 'object', additionalProperties: true }),
    },
    handle: async (_request, { application: app }) => {
      const [{ previewLicense }, { versionsOf }] = await Promise.all([
        import('../license/exchange.ts'),
        import('./duties.ts'),
      ]);
      const body = await previewLicense({
        store: app.store,
        versions: versionsOf(app),
        auditKey: app.settings.AUDIT_KEY,
      });
      return { body: body.toString('utf8'), contentType: 'application/json', access: [] };
    },
  },
  {
    ...common,
    name: 'license-update',
    route: 'license/update',
    summary: 'What the vendor last said of updates and the licence',
    response: {
      description: 'Null where it said nothing that was signed',
      content: json(openObject({ update: { type: ['object', 'null'], properties: UPDATE } })),
    },
    handle: async (_request, { application: app }) => {
      const { readUpdate } = await import('../license/update.ts');
      return {
        body: { update: await readUpdate(app.store, await app.store.now(), app.collector.lensVersion) },
        access: [],
      };
    },
  },
  {
    ...common,
    name: 'license-history',
    route: 'license/history',
    roles: ['operator', 'privacy'],
    summary: 'What was sent to the vendor',
    response: {
      description: 'Newest first',
      content: json(itemsOf(EXCHANGE)),
    },
    handle: async (_request, { application: app }) => {
      const { licenseExchanges } = await import('../license/exchange.ts');
      const items = await licenseExchanges(app.store, 100);
      return { body: { items: items.map((item) => ({ ...item, id: String(item.id) })) }, access: [] };
    },
  },
];
