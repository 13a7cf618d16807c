// What the licence check would send now, and what it has sent: byte for byte.

import type { Endpoint, JsonSchema } from '../http/endpoint.ts';
import { ANSWER_CODES, LICENSED } from '../license/answer.ts';
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

const EXCHANGE: JsonSchema = {
  type: 'object',
  required: ['id', 'occurredAt', 'payload', 'status', 'errorCode', 'answerCode'],
  properties: {
    id: { type: 'string' },
    occurredAt: { type: 'string', format: 'date-time' },
    payload: { type: 'string', description: 'The body, as it was sent' },
    status: { type: ['integer', 'null'] },
    errorCode: { type: ['string', 'null'] },
    answerCode: {
      type: ['string', 'null'],
      enum: [...ANSWER_CODES, null],
      description: 'What became of the body of the answer; null where there was none',
    },
  },
};

const orNull = (type: string, of: JsonSchema = {}): JsonSchema => ({ type: [type, 'null'], ...of });
const number: JsonSchema = { type: 'integer' };

const UPDATE: JsonSchema = {
  type: ['object', 'null'],
  properties: {
    issuedAt: { type: 'string', format: 'date-time' },
    newestVersion: orNull('string'),
    isNewer: { type: 'boolean', description: 'Whether it is newer than what runs' },
    securityNote: orNull('object', {
      description: 'Plain text of the vendor',
      required: ['code', 'text'],
      properties: { code: { type: 'string' }, text: { type: 'string' } },
    }),
    minimumSchema: orNull('integer'),
    needsStep: { type: 'boolean', description: 'Whether a version between must migrate the database first' },
    validUntil: orNull('string', { format: 'date-time', description: 'End of the licence; nothing stops at it' }),
    hasEnded: { type: 'boolean' },
    licensed: { type: 'object', properties: Object.fromEntries(LICENSED.map((what) => [what, number])) },
    exceeded: {
      type: 'array',
      description: 'Numbers of the licence that what was last sent exceeds; nothing stops at it',
      items: {
        type: 'object',
        required: ['what', 'licensed', 'counted'],
        properties: { what: { type: 'string', enum: [...LICENSED] }, licensed: number, counted: number },
      },
    },
  },
};

export const licenseEndpoints: readonly Endpoint<OperatorDependencies>[] = [
  {
    ...common,
    name: 'license-preview',
    route: 'license/preview',
    summary: 'The body that a licence check would send now',
    response: {
      description: 'Counts and versions, as they would be sent',
      content: { 'application/json': { type: 'object', additionalProperties: true } },
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
      content: {
        'application/json': { type: 'object', required: ['update'], properties: { update: UPDATE } },
      },
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
    summary: 'What was sent to the vendor',
    response: {
      description: 'Newest first',
      content: {
        'application/json': {
          type: 'object',
          required: ['items'],
          properties: { items: { type: 'array', items: EXCHANGE } },
        },
      },
    },
    handle: async (_request, { application: app }) => {
      const { licenseExchanges } = await import('../license/exchange.ts');
      const items = await licenseExchanges(app.store, 100);
      return { body: { items: items.map((item) => ({ ...item, id: String(item.id) })) }, access: [] };
    },
  },
];
