// What the licence check would send now, and what it has sent: byte for byte.
import type { Endpoint, JsonSchema } from '../http/endpoint.ts';
import type { OperatorDependencies } from './operator.ts';

const common = {
  method: 'GET',
  authLevel: 'function',
  tag: 'Licence',
  dataset: null,
  purpose: 'optional',
  parameters: [],
} as const;

const EXCHANGE: JsonSchema = {
  type: 'object',
  required: ['id', 'occurredAt', 'payload', 'status', 'errorCode'],
  properties: {
    id: { type: 'string' },
    occurredAt: { type: 'string', format: 'date-time' },
    payload: { type: 'string', description: 'The body, as it was sent' },
    status: { type: ['integer', 'null'] },
    errorCode: { type: ['string', 'null'] },
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
      const body = await previewLicense({ store: app.store, versions: versionsOf(app) });
      return { body: body.toString('utf8'), contentType: 'application/json', access: [] };
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
