// For data protection officers and works councils: the record of processing, who read what, and everything about one person.

import type { Endpoint, JsonSchema } from '../http/endpoint.ts';
import { notFound } from '../http/problem.ts';
import type { OperatorDependencies } from './operator.ts';

const anything: JsonSchema = { type: 'object', additionalProperties: true };
const common = { method: 'GET', authLevel: 'function', tag: 'Privacy' } as const;

export const privacyEndpoints: readonly Endpoint<OperatorDependencies>[] = [
  {
    ...common,
    name: 'processing',
    route: 'privacy/processing',
    summary: 'The record of processing (GDPR Art. 30), from the catalogue',
    dataset: null,
    purpose: 'optional',
    parameters: [],
    response: {
      description:
        'Per dataset: purpose, that of each source that has to name one, rules of the company, fields with class, retention',
      content: { 'application/json': anything },
    },
    handle: async (_request, { application: app }) => {
      const { processingRecord } = await import('../privacy/processing.ts');
      return { body: await processingRecord(app.settings, app.sources, app.rules), access: [] };
    },
  },
  {
    ...common,
    name: 'purposes',
    route: 'purposes',
    summary: 'What `x-purpose` may name',
    dataset: null,
    purpose: 'optional',
    parameters: [],
    response: {
      description: 'The configured purposes',
      content: {
        'application/json': {
          type: 'object',
          required: ['items'],
          properties: { items: { type: 'array', items: { type: 'string' } } },
          additionalProperties: false,
        },
      },
    },
    handle: async (_request, { settings }) => ({ body: { items: settings.purposes }, access: [] }),
  },
  {
    ...common,
    name: 'retention-receipt',
    route: 'privacy/retention',
    summary: 'What the last retention removed, and what is left',
    dataset: null,
    purpose: 'optional',
    parameters: [],
    response: {
      description: 'The receipt; null before the first run',
      content: { 'application/json': { type: ['object', 'null'], additionalProperties: true } },
    },
    handle: async (_request, { application: app }) => {
      const [{ RECEIPT }, { readStoredValue }] = await Promise.all([
        import('../retention/retention.ts'),
        import('../store/stored-values.ts'),
      ]);
      return { body: await readStoredValue(app.store, RECEIPT), access: [] };
    },
  },
  {
    ...common,
    name: 'user-export',
    // As lib/privacy/export.ts bounds it.
    characters: 64_000_000,
    route: 'users/{id}/export',
    summary: 'Everything that is held about one person (GDPR Art. 15)',
    dataset: 'subject',
    purpose: 'required',
    parameters: [
      { name: 'id', in: 'path', required: true, description: 'Id of the person', schema: { type: 'string' } },
    ],
    response: { description: 'The export', content: { 'application/json': anything } },
    problems: [404],
    handle: async (request, { application: app }) => {
      const { exportSubject } = await import('../privacy/export.ts');
      const id = /^\d{1,15}$/.test(request.params.id ?? '') ? Number(request.params.id) : null;
      const found =
        id === null
          ? null
          : await exportSubject(app.store, id, app.settings.AUDIT_KEY, { nameSecret: app.settings.PHONE_KEY.read() });
      if (!found) throw notFound('user');
      const { document: body, subjects } = found;
      return { body, access: [{ dataset: 'subject', fields: ['*'], filters: [], rowCount: 1, subjects }] };
    },
  },
];
