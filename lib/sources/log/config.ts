// What a log that no product of ours writes has in the sources file: which events its lines are, and where they stand.
import { z } from 'zod';
import { eventNamed } from '../../catalog/index.ts';
import { purpose } from '../config.ts';
import { logConfig } from '../logs/config.ts';
import { checkMapping, mappingConfig } from '../logs/mapping/config.ts';
import { isTargetName, mappable, targetOf } from '../logs/mapping/target.ts';

const names = mappable().map(({ name }) => name);

const fields = logConfig.extend({
  type: z.literal('log'),
  dataset: z
    .string()
    .refine(isTargetName, `must be one of ${names.join(', ')}`)
    .meta({ description: `What its lines tell: ${names.join(', ')}`, enum: names }),
  telephony: z
    .boolean()
    .default(false)
    .describe('true: of data_usage the numbers of calls and messages of a day too, where the mapping names them'),
  content: purpose
    .optional()
    .describe('What the content of messages is read for, in words: without it no content is read, though it is mapped'),
  mapping: mappingConfig.describe('How lines are read, and which value goes into which field'),
});

/** For editors: which fields a mapping has hangs on what its lines tell. */
const fieldsByDataset = mappable().map((dataset) => {
  const target = Object.entries(targetOf(dataset));
  const fields = {
    propertyNames: { enum: target.map(([name]) => name) },
    required: target.flatMap(([name, { required }]) => (required ? [name] : [])),
  };
  return {
    if: { properties: { dataset: { const: dataset.name } }, required: ['dataset'] },
    // biome-ignore lint/suspicious/noThenProperty: a keyword of JSON Schema
    then: { properties: { mapping: { properties: { fields } } } },
  };
});

export const mappedLogConfig = fields
  .superRefine((config, context) => {
    if (isTargetName(config.dataset)) checkMapping(config, targetOf(eventNamed(config.dataset)), context);
  })
  .meta({ allOf: fieldsByDataset });

export type MappedLogConfig = z.infer<typeof mappedLogConfig>;
