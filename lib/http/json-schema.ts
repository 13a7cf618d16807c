// The words that schemas of answers, bodies and parameters are made of.
import type { ApiParameter, JsonSchema } from './endpoint.ts';

export const text: JsonSchema = { type: 'string' };
export const integer: JsonSchema = { type: 'integer' };
export const flag: JsonSchema = { type: 'boolean' };
export const instant: JsonSchema = { type: 'string', format: 'date-time' };

export const choice = (values: readonly string[]): JsonSchema => ({ ...text, enum: [...values] });
export const said = (schema: JsonSchema, description: string): JsonSchema => ({ ...schema, description });
export const orNull = ({ type, ...schema }: JsonSchema): JsonSchema => ({ type: [type, 'null'], ...schema });
export const count = (description: string): JsonSchema => ({ ...integer, minimum: 0, description });
export const textOrNull = (description: string): JsonSchema => ({ ...orNull(text), description });
export const each = (items: JsonSchema, description?: string): JsonSchema => ({
  type: 'array',
  ...(description !== undefined && { description }),
  items,
});

/** A schema for each property of a type, so that nothing is answered that the document does not describe. */
export type Properties<T> = { readonly [K in keyof T]-?: JsonSchema };

/** Of an object with these properties; all of them are required but the optional ones. */
export const openObject = <T>(properties: Properties<T>, optional: readonly (keyof T)[] = []): JsonSchema => ({
  type: 'object',
  required: Object.keys(properties).filter((name) => !optional.some((one) => one === name)),
  properties,
});

/** And no others. */
export const objectOf = <T>(...of: Parameters<typeof openObject<T>>): JsonSchema => ({
  ...openObject(...of),
  additionalProperties: false,
});

/** What stands in `items`. */
export const itemsOf = (items: JsonSchema): JsonSchema => openObject({ items: each(items) });

/** The content of an answer in JSON. */
export const json = (schema: JsonSchema) => ({ 'application/json': schema });

export const inQuery = (name: string, description: string, schema: JsonSchema): ApiParameter => ({
  name,
  in: 'query',
  description,
  schema,
});
export const inPath = (name: string, description: string, schema = text): ApiParameter => ({
  ...inQuery(name, description, schema),
  in: 'path',
});
