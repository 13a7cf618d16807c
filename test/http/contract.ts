// The OpenAPI document as a judge of answers: whatever an operation answers must be declared, and valid as declared.

import Ajv2020, { type ValidateFunction } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import type { EndpointDeclaration } from '../../lib/http/endpoint.ts';
import { openApiDocument } from '../../lib/http/openapi.ts';
import type { Called } from './api.ts';

const pointer = (part: string): string => encodeURIComponent(part.replaceAll('~', '~0').replaceAll('/', '~1'));

type Judge = (endpoint: EndpointDeclaration, called: Called) => void;

const judges = new Map<readonly EndpointDeclaration[], Judge>();

/** Throws where status or content type of an answer is not declared, or its body does not validate. */
export function judgeOf(endpoints: readonly EndpointDeclaration[]): Judge {
  // Most of it is work that those do without who judge nothing.
  return (endpoint, called) => {
    const judge = judges.get(endpoints) ?? newJudge(endpoints);
    judges.set(endpoints, judge);
    judge(endpoint, called);
  };
}

function newJudge(endpoints: readonly EndpointDeclaration[]): Judge {
  const document = openApiDocument(endpoints, '1.2.3');
  // The document is no schema: to hold it against that of schemas proves nothing, and costs more than many a test.
  const ajv = new Ajv2020.default({ strict: false, allErrors: true, validateSchema: false });
  addFormats.default(ajv);
  ajv.addSchema(document, 'api');
  const compiled = new Map<string, ValidateFunction>();
  return (endpoint, called) => {
    const path = ['paths', `/api/${endpoint.route}`, endpoint.method.toLowerCase(), 'responses', String(called.status)];
    const declared = at(document, path);
    if (declared === undefined)
      throw new Error(`${endpoint.name} answered an undeclared ${called.status}: ${called.text.slice(0, 300)}`);
    const reference = at(declared, ['$ref']);
    const place = typeof reference === 'string' ? reference.slice(2).split('/') : path;
    const type = called.headers.get('content-type')?.split(';')[0] ?? '';
    if (at(document, [...place, 'content', type]) === undefined)
      throw new Error(`${endpoint.name} answered ${called.status} as undeclared ${type}`);
    if (!type.endsWith('json')) return;
    const $ref = `api#/${[...place, 'content', type, 'schema'].map(pointer).join('/')}`;
    const validate = compiled.get($ref) ?? ajv.compile({ $ref });
    compiled.set($ref, validate);
    if (!validate(called.body)) throw new Error(`${endpoint.name}: ${ajv.errorsText(validate.errors)}`);
  };
}

function at(value: unknown, path: readonly string[]): unknown {
  return path.reduce<unknown>(
    (inner, key) => (typeof inner === 'object' && inner !== null ? Reflect.get(inner, key) : undefined),
    value,
  );
}
