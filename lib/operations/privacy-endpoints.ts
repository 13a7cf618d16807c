// For data protection officers and works councils: the record of processing, who read what, and everything about one person.

import type { Endpoint, JsonSchema } from '../http/endpoint.ts';
import {
  choice,
  each,
  flag,
  inPath,
  instant,
  json,
  objectOf,
  orNull,
  type Properties,
  said,
  text,
} from '../http/json-schema.ts';
import { invalidRequest, notFound } from '../http/problem.ts';
import { shown } from '../http/request.ts';
import { COLLECTING_SOURCE, collectingSources } from '../privacy/collected.ts';
import { FOUND_BY, type FoundPerson, type FoundPersons, NAMESAKES_AT_MOST } from '../privacy/find-person.ts';
import { parseText } from '../query/values.ts';
import { DESK } from '../roles.ts';
import type { OperatorDependencies } from './operator.ts';

const NAME_LENGTH = 320;
const FOUND_PERSON: Properties<FoundPerson> = {
  id: said(text, 'As /api/users/{id}/export takes it'),
  present: said(flag, 'Whether a source knows the person now'),
  displayName: said(orNull(text), 'As its sources call a person whom one knows now'),
  kind: said(choice(FOUND_BY), 'Kind of the name'),
  validFrom: said(orNull(instant), 'Null of a display name: what one was before is not kept'),
  validTo: said(orNull(instant), 'Null while a record has the name'),
};
const FOUND_PERSONS: Properties<FoundPersons> = {
  items: each({ title: 'FoundPerson', ...objectOf(FOUND_PERSON) }),
  cut: said(
    flag,
    `More people may have it for a display name than the ${NAMESAKES_AT_MOST} that are told: ask by a stronger name`,
  ),
};
const onlyItems = (items: JsonSchema) => json(objectOf({ items: each(items) }));

/** Throws ApiError 400. */
function nameIn(body: unknown): string {
  const { name, ...others } = Object(body);
  const unknown = Object.keys(others).map((other) => ({ parameter: shown(other), detail: 'Unknown. Allowed: name.' }));
  const parsed = typeof name === 'string' ? parseText(name, NAME_LENGTH) : { allowed: 'Text.' };
  if ('value' in parsed && unknown.length === 0) return parsed.value;
  throw invalidRequest([...unknown, ...('allowed' in parsed ? [{ parameter: 'name', detail: parsed.allowed }] : [])]);
}

const anything: JsonSchema = { type: 'object', additionalProperties: true };
const common = { method: 'GET', authLevel: 'function', tag: 'Privacy', roles: ['privacy'] } as const;

export const privacyEndpoints: readonly Endpoint<OperatorDependencies>[] = [
  {
    ...common,
    name: 'processing',
    roles: ['operator', 'privacy'],
    route: 'privacy/processing',
    summary: 'The record of processing (GDPR Art. 30), from the catalogue',
    dataset: null,
    purpose: 'optional',
    parameters: [],
    response: {
      description:
        'Per dataset: purpose, that of each source that has to name one, rules of the company, fields with class, retention',
      content: json(anything),
    },
    handle: async (_request, { application: app }) => {
      const { processingRecord } = await import('../privacy/processing.ts');
      return { body: await processingRecord(app.settings, app.sources, app.rules), access: [] };
    },
  },
  {
    ...common,
    name: 'collecting-sources',
    roles: ['operator', ...DESK, 'privacy'],
    route: 'privacy/sources',
    summary: 'What each source is set to collect: profile, switches, fields, and what for',
    dataset: null,
    purpose: 'optional',
    parameters: [],
    response: {
      description: 'Sources whose configuration can be read',
      content: onlyItems(COLLECTING_SOURCE),
    },
    handle: async (_request, { application: app }) => ({
      body: { items: await collectingSources(app.sources) },
      access: [],
    }),
  },
  {
    ...common,
    name: 'purposes',
    roles: 'every role',
    route: 'purposes',
    summary: 'What `x-purpose` may name',
    dataset: null,
    purpose: 'optional',
    parameters: [],
    response: { description: 'The configured purposes', content: onlyItems(text) },
    handle: async (_request, { settings }) => ({ body: { items: settings.purposes }, access: [] }),
  },
  {
    ...common,
    method: 'POST',
    name: 'find-person',
    route: 'privacy/find-person',
    summary: 'Ids of persons by a name that they have or had: for the export of somebody who left',
    description: `By the whole name: a UPN, a mail address, an account with its domain, an id of a directory; of people whom a source knows now also a display name, whatever its case and accents. At most ${NAMESAKES_AT_MOST} are told of one display name, and \`cut\` says that there may be more: ask by one of the other names then, which one person alone has at a time. Neither employee ids nor phone numbers. A successor who has it now is found, too. Names of people who left are kept until the last event that speaks about them is gone.`,
    dataset: 'subject_alias',
    purpose: 'required',
    parameters: [],
    requestBody: {
      title: 'FindPerson',
      ...objectOf({ name: { ...text, minLength: 1, maxLength: NAME_LENGTH } }),
    },
    response: {
      description: 'Who has it now, and then who had it last',
      content: json(objectOf(FOUND_PERSONS)),
    },
    handle: async (request, { store }) => {
      const name = nameIn(request.body);
      const { findPersons } = await import('../privacy/find-person.ts');
      const found = await findPersons(store, name);
      const { items } = found;
      const subjects = [...new Set(items.map(({ id }) => Number(id)))];
      const fields = Object.keys(FOUND_PERSON);
      return {
        body: found,
        access: [{ dataset: 'subject_alias', fields, filters: ['name'], rowCount: items.length, subjects }],
      };
    },
  },
  {
    ...common,
    name: 'retention-receipt',
    roles: ['operator', 'privacy'],
    route: 'privacy/retention',
    summary: 'What the last retention removed, and what is left',
    dataset: null,
    purpose: 'optional',
    parameters: [],
    response: {
      description: 'The receipt; null before the first run',
      content: json(orNull(anything)),
    },
    handle: async (_request, { application: app }) => {
      const [{ RECEIPT }, { readStoredValue }] = await Promise.all([
        import('../retention/receipt.ts'),
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
    parameters: [inPath('id', 'Id of the person')],
    response: { description: 'The export', content: json(anything) },
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
