import { describe, expect, it } from '@jest/globals';
import { openApiDocument } from '../../lib/http/openapi.ts';
import { queryEndpoints } from '../../lib/query/endpoints.ts';

const document = JSON.parse(JSON.stringify(openApiDocument(queryEndpoints, '1.2.3')));
interface Operation {
  readonly operationId: string;
  readonly responses: object;
  readonly parameters: readonly { readonly name: string; readonly in: string; readonly required?: boolean }[];
}
const paths: Record<string, Record<string, Operation>> = document.paths;
const operations = Object.values(paths).flatMap((path) => Object.values(path));

describe('the OpenAPI document', () => {
  it('describes each endpoint once, under its name', () => {
    const names = operations.map((operation) => operation.operationId);
    expect(names.sort()).toEqual(['health', 'health-live', ...queryEndpoints.map((e) => e.name)].sort());
    expect(new Set(names).size).toBe(names.length);
  });

  it('refers only to components that are there', () => {
    const references = [...JSON.stringify(document).matchAll(/"\$ref":"#\/components\/(\w+)\/(\w+)"/g)];
    expect(references.length).toBeGreaterThan(20);
    for (const [, kind = '', name = ''] of references) expect(document.components[kind]).toHaveProperty(name);
  });

  it('declares the parameters of each path, and a purpose where one is needed', () => {
    for (const [path, methods] of Object.entries(paths))
      for (const { parameters } of Object.values(methods)) {
        const declared = parameters.filter((p) => p.in === 'path').map((p) => p.name);
        expect(declared).toEqual([...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name));
        // By name and place, as OpenAPI has it: rows of one person may be asked for by their own ids.
        expect(new Set(parameters.map((p) => `${p.in} ${p.name}`)).size).toBe(parameters.length);
      }
    const changes = operations.find((operation) => operation.operationId === 'listDeviceChanges');
    expect(changes?.parameters.find((p) => p.name === 'x-purpose')?.required).toBe(true);
  });

  it('has one word for whose a row is', () => {
    expect(JSON.stringify(document)).not.toMatch(/subject_?id/i);
    expect(Object(document.components.schemas).PimActivity.properties).toHaveProperty('userId');
  });

  it('shows no key, hash or other binary column', () => {
    const properties = Object.values(Object(document.components.schemas)).flatMap((schema) =>
      Object.keys(Object(schema).properties ?? {}),
    );
    expect(properties.filter((name) => /hash|recordKey|parentKey|ownerKey|transition/i.test(name))).toEqual([]);
  });

  it('promises a 401 and problems for every operation but health', () => {
    for (const { responses } of operations.filter(({ operationId }) => !operationId.startsWith('health')))
      expect(Object.keys(responses)).toEqual(expect.arrayContaining(['400', '401', '500', '503']));
  });
});
