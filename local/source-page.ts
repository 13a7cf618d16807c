// The page of one product in docs/sources/: what an operator, a firewall and a works council need to know before it is
// read. Made of what its connector declares.
import { z } from 'zod';
import { datasetNamed, switchOf } from '../lib/catalog/index.ts';
import { SECRET_REFERENCE } from '../lib/secrets.ts';
import type { Facts, MappedDataset } from '../lib/sources/contract.ts';
import type { LeftOut } from '../lib/sources/declare.ts';
import { type Entity, nameOf, type Parameter } from '../lib/sources/parameters.ts';
import { SOURCE_TYPES } from '../lib/sources/registry.ts';

type Schema = { readonly [keyword: string]: unknown };

/** The page of a type of source, as Markdown. Throws RangeError where there is no such type. */
export async function sourcePage(type: string): Promise<string> {
  const known = SOURCE_TYPES[type];
  if (!known) throw new RangeError(`no source of type ${type}`);
  const { facts, entities, leftOut } = await known.describe();
  const schema: Schema = z.toJSONSchema(known.schema, { io: 'input', unrepresentable: 'any' });
  const parts = [
    `# ${facts.product}`,
    `Type \`${type}\` in the sources file. Interface: <${facts.reference}>. \`npm run documents\` writes this page out of what the connector declares.`,
    ...factsOf(facts),
    settingsOf(schema),
    ...mappedOf(facts),
    ...parametersOf(entities, facts),
    ...leftOutOf(leftOut),
  ];
  return `${parts.join('\n\n')}\n`;
}

/** The list of those pages. */
export async function sourcesIndex(): Promise<string> {
  const types = Object.entries(SOURCE_TYPES);
  const rows = types.map(async ([type, { describe }]) => {
    const { facts } = await describe();
    return [`[${facts.product}](${type}.md)`, `\`${type}\``, `<${facts.reference}>`];
  });
  const table = tableOf([['Product', 'Type', 'Interface'], ...(await Promise.all(rows))]);
  return `# Sources\n\nWhat can be read. \`npm run documents\` writes this page.\n\n${table}\n`;
}

function factsOf({ connections, authentication, permissions, reading }: Facts): readonly string[] {
  const section = (title: string, lines: readonly string[]) =>
    lines.length === 0 ? [] : [`## ${title}\n\n${lines.map((line) => `- ${line}`).join('\n')}`];
  return [
    ...section('Connections', connections),
    ...section('Authentication', authentication),
    ...(permissions.length === 0 ? [] : [`## Permissions\n\n${tableOf([['Permission', 'For'], ...permissions])}`]),
    ...section('How it is read', reading),
  ];
}

function settingsOf({ properties, required }: Schema): string {
  const names: readonly unknown[] = Array.isArray(required) ? required : [];
  const rows = Object.entries(Object(properties)).flatMap(([name, value]) => {
    const schema: Schema = Object(value);
    // A setting that a product does not have.
    if (name === 'type' || 'not' in schema) return [];
    const fallback = names.includes(name) ? 'required' : schema.default === undefined ? '' : code(schema.default);
    return [[`\`${name}\``, valuesOf(schema), fallback, String(schema.description ?? '')]];
  });
  return `## Settings\n\n${tableOf([['Setting', 'Value', 'Default', 'Meaning'], ...rows])}`;
}

const code = (value: unknown): string => `\`${typeof value === 'string' ? value : JSON.stringify(value)}\``;

function valuesOf({ enum: choices, type, minimum, maximum, items, pattern }: Schema): string {
  if (Array.isArray(choices)) return choices.map(code).join(', ');
  if (type === 'array') return `list of ${valuesOf(Object(items))}`;
  if (pattern === SECRET_REFERENCE.source) return '`env:NAME` or `file:/path`';
  if (typeof minimum === 'number' && typeof maximum === 'number')
    return maximum === Number.MAX_SAFE_INTEGER ? `${minimum} or more` : `${minimum} to ${maximum}`;
  return typeof type === 'string' ? type : 'string';
}

const MAPPED = `What a mapping may fill, and must: without a field that is needed the source is \`misconfigured\`. What it does not name
is not read, in any profile. \`user\`, \`imei\`, \`serialNumber\`, \`phoneNumber\` and names of people find the person or the device,
and are not stored; of \`user\` the mapping need not say which kind of name it is.`;

function mappedOf({ mapped = [] }: Facts): readonly string[] {
  if (mapped.length === 0) return [];
  const row = ({ name, readAs, isRequired, values }: MappedDataset['fields'][number]) => [
    code(name),
    readAs,
    isRequired ? 'yes' : '',
    values === null ? '' : values.map(code).join(', '),
  ];
  return [
    `## Fields of a mapping\n\n${MAPPED}`,
    ...mapped.map(
      ({ dataset, fields }) =>
        `### To ${dataset}\n\n${tableOf([['Field', 'Read as', 'Needed', 'Stored as one of'], ...fields.map(row)])}`,
    ),
  ];
}

const PARAMETERS_MAPPED = `What is stored of that, and what stands beside it: \`exclude\` takes the names below. It is read where the mapping names it,
in any profile; with a switch only while that is on. To leave people out, exclude each name of them that the dataset has:
\`domainAccount\`, \`userPrincipalName\`, \`mail\`, \`securityIdentifier\`, \`entraId\`.`;

const PROFILES = `What each profile and switch reads; \`include\` and \`exclude\` take the names below. A field is a column of its dataset;
what has none stands in \`attributes\` under its name.`;

function parametersOf(entities: readonly Entity[], { mapped }: Facts): readonly string[] {
  const count = entities.reduce((sum, { parameters }) => sum + parameters.length, 0);
  const headings = ['Name', 'Field', 'Type', 'Class', 'Read with'];
  return [
    `## Parameters\n\n${mapped ? PARAMETERS_MAPPED : PROFILES} There are ${count}.`,
    ...entities
      .filter(({ parameters }) => parameters.length > 0)
      .map(
        ({ name, dataset, path, parameters }) =>
          `### ${name}\n\n\`${path}\`, into \`${dataset}\`\n\n${tableOf([headings, ...parameters.map((one) => rowOf(one, dataset, mapped ? 'mapped' : one.profile))])}`,
      ),
  ];
}

function rowOf(parameter: Parameter, dataset: Entity['dataset'], unlessSwitched: string): readonly string[] {
  const { field, type, unit, class: own, minimise } = parameter;
  const by = parameter.switch ?? switchOf(datasetNamed(dataset), field);
  const readWith = by === undefined ? unlessSwitched : `switch \`${by}\``;
  return [
    `\`${nameOf(parameter)}\``,
    field === undefined ? '' : `\`${field}\``,
    unit === undefined ? type : `${type}, ${unit}`,
    own,
    minimise === undefined ? readWith : `${readWith}; as \`phoneNumbers\` says`,
  ];
}

/** By reason: most are left out for the same few. */
function leftOutOf(leftOut: readonly LeftOut[]): readonly string[] {
  if (leftOut.length === 0) return [];
  const rows = [...Map.groupBy(leftOut, ({ reason }) => reason)].map(([reason, all]) => [
    reason,
    [...Map.groupBy(all, ({ entity }) => entity)]
      .map(([entity, own]) => `${entity}: ${own.map(({ wire }) => `\`${wire}\``).join(', ')}`)
      .join('; '),
  ]);
  return [`## Left out\n\n${tableOf([['Why', 'What'], ...rows])}`];
}

const cell = (text: string): string => text.replaceAll('|', '\\|').replaceAll('\n', ' ');

function tableOf(rows: readonly (readonly string[])[]): string {
  const [headings = [], ...others] = rows.map((cells) => cells.map(cell));
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [line(headings), line(headings.map(() => '---')), ...others.map(line)].join('\n');
}
