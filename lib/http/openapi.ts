// The OpenAPI 3.1 document, made from the declarations of the endpoints: what is registered is what is described.
import type { ApiParameter, EndpointDeclaration, JsonSchema } from './endpoint.ts';
import { HEALTH_PATHS } from './health-operation.ts';
import { INGEST_KEY_HEADER, PURPOSE_HEADER } from './principal.ts';
import { LEAVING } from './problem.ts';

const text = (description: string): JsonSchema => ({ type: 'string', description });

const PROBLEM: JsonSchema = {
  type: 'object',
  description: 'Problem details (RFC 9457). No value of the request is repeated.',
  required: ['type', 'title', 'status', 'detail', 'instance'],
  properties: {
    type: { type: 'string', format: 'uri', description: 'Names the kind of problem' },
    title: text('What went wrong'),
    status: { type: 'integer', description: 'HTTP status' },
    detail: text('What to do about it'),
    instance: {
      type: 'string',
      format: 'uri',
      description: 'Names this one answer: the id of its invocation, which the lines of the log have too',
    },
    errors: {
      type: 'array',
      description: 'Every mistake of the request',
      items: {
        type: 'object',
        required: ['parameter', 'detail'],
        properties: {
          parameter: text('Name of the parameter, header or field'),
          detail: text('What is allowed there'),
        },
        additionalProperties: false,
      },
    },
    left: {
      type: 'object',
      description: 'Of a record that left (410)',
      required: ['at', 'how'],
      properties: {
        at: { type: 'string', format: 'date-time', description: 'When' },
        how: {
          type: 'string',
          enum: [...LEAVING],
          description:
            '`removed`: its source, or of a person every source, had it no more; `merged`: the person is the one with `id`',
        },
        id: text('Id of the person now'),
      },
      additionalProperties: false,
    },
  },
  additionalProperties: false,
};

const PROBLEMS: Readonly<Record<number, string>> = {
  400: 'The request is not valid: `errors` names every mistake',
  401: 'The key or the token is missing or wrong',
  403: 'The function key has no role that may: API_ROLES gives it one',
  404: 'There is no such record, or not any more',
  410: 'The record has left: `left` says when and how',
  409: 'The state of the record does not allow it',
  411: 'The request tells no Content-Length',
  413: 'The body is too large',
  415: 'The body is not of a type that is read',
  500: 'An internal error; the log says more',
  503: 'The database cannot be reached now, or the settings are not right',
};

/** The whole document, a plain JSON value. Schemas with a `title` become components of that name. */
export function openApiDocument(endpoints: readonly EndpointDeclaration[], version: string): JsonSchema {
  const schemas = new Map<string, JsonSchema>([['Problem', PROBLEM]]);
  const paths: Record<string, Record<string, JsonSchema>> = { ...HEALTH_PATHS };
  for (const endpoint of endpoints) {
    const path = `/api/${endpoint.route}`;
    paths[path] = { ...paths[path], [endpoint.method.toLowerCase()]: operation(endpoint, schemas) };
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'EMM Lens',
      version,
      description:
        'What the company’s EMM systems and directories hold about its mobile estate. Reads of personal data are logged. What answers GET answers HEAD, and is logged alike; answers are compressed for clients that accept gzip.',
      license: { name: 'Proprietary', identifier: 'LicenseRef-Proprietary' },
    },
    servers: [{ url: '/', description: 'This collector' }],
    tags: [...new Set(['Health', ...endpoints.map((e) => e.tag)])].map((name) => ({ name })),
    paths,
    components: {
      schemas: Object.fromEntries(schemas),
      securitySchemes: {
        functionKey: { type: 'apiKey', in: 'header', name: 'x-functions-key' },
        functionKeyInQuery: { type: 'apiKey', in: 'query', name: 'code' },
        ingestKey: { type: 'http', scheme: 'bearer', description: 'A key of the source' },
        metricsToken: { type: 'http', scheme: 'bearer', description: 'A token of METRICS_TOKENS' },
        ingestKeyInHeader: { type: 'apiKey', in: 'header', name: INGEST_KEY_HEADER },
      },
      responses: Object.fromEntries(
        Object.entries(PROBLEMS).map(([status, description]) => [`Problem${status}`, problem(description)]),
      ),
    },
  };
}

function operation(endpoint: EndpointDeclaration, schemas: Map<string, JsonSchema>): JsonSchema {
  const { response, ingest, token } = endpoint;
  const keyed = endpoint.authLevel === 'function';
  const { body, statuses, security } = ingest ? ofIngest(ingest) : token ? ofToken(token) : ofApi(endpoint, schemas);
  const content = Object.entries(response.content).map(([type, schema]) => [
    type,
    { schema: hoisted(schema, schemas) },
  ]);
  return {
    operationId: endpoint.name,
    tags: [endpoint.tag],
    summary: endpoint.summary,
    ...describedOf(endpoint),
    security,
    parameters: [...endpoint.parameters.map(parameter), ...(ingest || token ? [] : [purposeHeader(endpoint)])],
    ...body,
    responses: {
      [response.status ?? 200]: {
        description: response.description,
        ...(response.headers ? { headers: response.headers } : {}),
        content: Object.fromEntries(content),
      },
      ...(keyed ? { 401: { description: 'The function key is missing or wrong' } } : {}),
      ...Object.fromEntries(statuses.map((status) => [status, { $ref: `#/components/responses/Problem${status}` }])),
    },
  };
}

/** With the roles that keys need where they have some. */
function describedOf({ description, roles, authLevel }: EndpointDeclaration): JsonSchema {
  const needed = authLevel === 'function' && roles !== 'every role' ? `Of roles: ${roles.join(', ')}.` : undefined;
  const said = [description, needed].filter((part) => part !== undefined);
  return said.length === 0 ? {} : { description: said.join(' ') };
}

/** How a request of each kind is sent, and what it may be refused with. */
interface Sending {
  readonly body: JsonSchema;
  readonly statuses: readonly number[];
  readonly security: readonly JsonSchema[];
}

const ofIngest = ({ content, problems }: NonNullable<EndpointDeclaration['ingest']>): Sending => ({
  body: {
    requestBody: {
      required: true,
      content: Object.fromEntries(Object.entries(content).map(([type, schema]) => [type, { schema }])),
    },
  },
  statuses: problems,
  security: [{ ingestKey: [] }, { ingestKeyInHeader: [] }],
});

const ofToken = ({ problems }: NonNullable<EndpointDeclaration['token']>): Sending => ({
  body: {},
  statuses: problems,
  security: [{ metricsToken: [] }],
});

function ofApi(endpoint: EndpointDeclaration, schemas: Map<string, JsonSchema>): Sending {
  const { requestBody, authLevel, problems = [] } = endpoint;
  const content = requestBody && { 'application/json': { schema: hoisted(requestBody, schemas) } };
  return {
    body: content ? { requestBody: { required: true, content } } : {},
    statuses: [
      400,
      ...(authLevel === 'function' ? [403] : []),
      ...problems,
      ...(requestBody ? [413, 415] : []),
      500,
      503,
    ],
    security: authLevel === 'function' ? [{ functionKey: [] }, { functionKeyInQuery: [] }] : [],
  };
}

const parameter = (declared: ApiParameter): JsonSchema =>
  declared.in === 'path' ? { ...declared, required: true } : { ...declared };

const purposeHeader = ({ purpose }: EndpointDeclaration): JsonSchema => ({
  name: PURPOSE_HEADER,
  in: 'header',
  required: purpose === 'required',
  description: 'Purpose of the reading, one of those that the configuration names; stands in the access log',
  schema: { type: 'string' },
});

const problem = (description: string): JsonSchema => ({
  description,
  content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
});

const isObject = (value: unknown): value is JsonSchema =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Moves schemas with a `title` into the components, and leaves a reference. */
function hoisted(value: JsonSchema, schemas: Map<string, JsonSchema>): JsonSchema {
  const entries = Object.entries(value).map(([key, inner]) => [key, inside(inner, schemas)] as const);
  const copy: JsonSchema = Object.fromEntries(entries);
  if (typeof copy.title !== 'string') return copy;
  const { title, ...schema } = copy;
  schemas.set(title, schema);
  return { $ref: `#/components/schemas/${title}` };
}

function inside(value: unknown, schemas: Map<string, JsonSchema>): unknown {
  if (Array.isArray(value)) return value.map((inner: unknown) => inside(inner, schemas));
  return isObject(value) ? hoisted(value, schemas) : value;
}
