// Turns a request for a list into a typed query, from the query string or from a body. Every mistake is collected, so
// that one answer names them all; none of them repeats a value.
import { foldedColumn, isFolded, versionColumn } from '../catalog/index.ts';
import { invalidRequest, type ParameterError } from '../http/problem.ts';
import { shown } from '../http/request.ts';
import { fold } from '../store/fold.ts';
import { APP_FILTERS, type AppFilter, isAppFilter, parseApp } from './app-filter.ts';
import type { Asked } from './asked.ts';
import {
  ANY_ATTRIBUTE,
  type AttributeFilter,
  type DeclaredAttributes,
  hasAttributes,
  isAttributeName,
  NO_ATTRIBUTES,
  parseAttributeFilter,
} from './attributes.ts';
import { APP_VERSION, fieldNames, type ListedField, type Resource, searchedFields, shownFields } from './resource.ts';
import { isByUnknown, parseUnknown, UNKNOWN, type Untold } from './unknown-filter.ts';
import {
  AGES,
  type Age,
  ALL_VALUES,
  agesOf,
  type FilterValue,
  IN_VALUES,
  isAge,
  isOperator,
  isRange,
  type Operator,
  operatorsOf,
  parseAge,
  parseBoolean,
  parseInteger,
  parseText,
  parseValue,
  parseVersion,
  type RawParameter,
} from './values.ts';

export const DEFAULT_LIMIT = 100;
export const MAX_LIMIT = 1000;
export const SEARCH_LENGTH = 100;
/** A total is counted so far: longer lists tell that they are. */
export const TOTAL_AT_MOST = 100_000;
const CURSOR_LENGTH = 4096;

export interface Filter {
  /** API name of the field. */
  readonly name: string;
  /** The column that is compared: the folded one for folded text, and the values are folded alike. */
  readonly column: string;
  /** A column that may hold it as well. */
  readonly alsoIn?: string | undefined;
  /** A key is looked for behind a name, too. */
  readonly keyBehind?: true | undefined;
  readonly operator: Operator | Untold['operator'];
  readonly values: readonly FilterValue[];
  /** In place of `values`: the instant so many milliseconds ago. */
  readonly ageMs?: number;
}

export interface ListRequest {
  readonly resource: Resource;
  readonly filters: readonly Filter[];
  readonly attributes: readonly AttributeFilter[];
  /** Of devices: the app that they are asked for by. */
  readonly app: AppFilter | null;
  /** Folded; null where nothing is searched for. */
  readonly q: string | null;
  /** What that asks for, of people and devices. */
  readonly asked?: Asked | null;
  readonly sort: { readonly column: string; readonly descending: boolean };
  /** API names of the fields to answer. */
  readonly fields: readonly string[];
  readonly limit: number;
  readonly cursor: string | null;
  readonly format: 'json' | 'csv';
  /** Of CSV: for machines, which take no text for a number or a formula. */
  readonly raw: boolean;
}

export const CONTROLS = ['sort', 'fields', 'limit', 'cursor', 'q', 'format', 'raw'] as const;

/** Parses the query string of a list; filters by attributes want those that are declared. Throws ApiError 400. */
export function parseQuery(
  resource: Resource,
  query: URLSearchParams,
  declared: DeclaredAttributes = NO_ATTRIBUTES,
): ListRequest {
  const isControl = (name: string): boolean => CONTROLS.some((c) => c === name);
  const entries = [...query];
  return parseList(
    resource,
    entries.filter(([name]) => isControl(name)),
    entries.filter(([name]) => !isControl(name)),
    [],
    declared,
  );
}

/** Parses parameters and filters that were told apart already. Throws ApiError 400 with `errors` found before, too. */
export function parseList(
  resource: Resource,
  controls: readonly RawParameter[],
  filters: readonly RawParameter[],
  found: readonly ParameterError[] = [],
  declared: DeclaredAttributes = NO_ATTRIBUTES,
): ListRequest {
  const errors: ParameterError[] = [...found];
  const once = new Set<string>();
  const first = ([name]: RawParameter): boolean => {
    if (!once.has(name)) return Boolean(once.add(name));
    errors.push({ parameter: shown(name), detail: 'Given more than once.' });
    return false;
  };
  const parsedControls = parseControls(resource, controls.filter(first), errors);
  const unique = filters.filter(first);
  const isAttribute = ([name]: RawParameter): boolean => isAttributeName(resource, name);
  const isOfApp = ([name]: RawParameter): boolean => resource.byApp && isAppFilter(name);
  const isUnknown = ([name]: RawParameter): boolean => isByUnknown(resource) && name === UNKNOWN;
  const ownFilters = unique
    .filter((raw) => !isAttribute(raw) && !isOfApp(raw) && !isUnknown(raw))
    .flatMap((raw) => parseFilter(resource, raw, errors));
  const ofSources = ownFilters.some(({ name }) => name === 'source');
  const parsedFilters = [...ownFilters, ...parseUnknown(unique.filter(isUnknown), ofSources, errors)];
  const app = parseApp(unique.filter(isOfApp), errors);
  const attributes = unique.filter(isAttribute).flatMap((raw) => parseAttribute(declared, raw, errors));
  if ([...parsedFilters, ...attributes].reduce((sum, { values }) => sum + values.length, 0) > ALL_VALUES)
    errors.push({ parameter: 'filters', detail: `At most ${ALL_VALUES} values in all filters together.` });
  if (errors.length > 0) throw invalidRequest(errors);
  const request = { resource, filters: parsedFilters, attributes, ...parsedControls };
  return app
    ? askedByApp(
        request,
        app,
        controls.some(([name]) => name === 'fields'),
      )
    : { ...request, app };
}

/** Rows tell the version, unless fields were named. */
export function askedByApp(request: Omit<ListRequest, 'app'>, app: AppFilter, areNamed: boolean): ListRequest {
  return { ...request, app, fields: areNamed ? request.fields : [...request.fields, APP_VERSION] };
}

function parseAttribute(
  declared: DeclaredAttributes,
  [name, raw]: RawParameter,
  errors: ParameterError[],
): AttributeFilter[] {
  const parsed = parseAttributeFilter(declared, name, raw);
  if ('value' in parsed) return [parsed.value];
  errors.push({ parameter: shownAttribute(name), detail: parsed.allowed });
  return [];
}

/** Names of attributes have blanks and brackets. */
const shownAttribute = (name: string): string => (/^[\x20-\x7E]{1,200}$/.test(name) ? name : '(unreadable name)');

const unknownNames = new Map<Resource, string>();

/** Put together once: a caller may send thousands of unknown names. */
function unknownName(resource: Resource): string {
  const names = () => [
    ...filterNames(resource),
    ...(resource.byApp ? APP_FILTERS : []),
    ...(isByUnknown(resource) ? [UNKNOWN] : []),
    ...(hasAttributes(resource) ? [ANY_ATTRIBUTE] : []),
    ...CONTROLS,
  ];
  const known = unknownNames.get(resource) ?? `Unknown. Allowed: ${names().join(', ')}.`;
  unknownNames.set(resource, known);
  return known;
}

function parseFilter(resource: Resource, [name, raw]: RawParameter, errors: ParameterError[]): Filter[] {
  const refuse = (detail: string): Filter[] => {
    errors.push({ parameter: shown(name), detail });
    return [];
  };
  const dot = name.indexOf('.');
  const listed = resource.fields.get(dot < 0 ? name : name.slice(0, dot));
  const operator = dot < 0 ? 'eq' : name.slice(dot + 1);
  if (!listed?.field.filterable) return refuse(unknownName(resource));
  const operators = operatorsOf(listed.field);
  const ages = agesOf(listed.field);
  if (isAge(operator) && ages.includes(operator)) {
    const age = typeof raw === 'string' ? parseAge(raw) : { allowed: 'One value, not a list.' };
    if ('allowed' in age) return refuse(age.allowed);
    return [{ name: listed.name, column: listed.column, operator: AGES[operator], values: [], ageMs: age.value }];
  }
  if (!isOperator(operator) || !operators.includes(operator) || name.endsWith('.eq'))
    return refuse(
      `Unknown operator. Allowed: ${[...operators, ...ages].map((o) => parameterName(listed.name, o)).join(', ')}.`,
    );
  const values = parseValues(listed, operator, raw);
  if ('allowed' in values) return refuse(values.allowed);
  const column = isOfVersions(listed, operator) ? versionColumn(listed.column) : comparedColumn(listed);
  const { alsoIn, keyBehind } = listed.field;
  return [{ name: listed.name, column, alsoIn, keyBehind, operator, values: values.value }];
}

const isOfVersions = ({ field }: ListedField, operator: Operator): boolean =>
  field.version === true && isRange(operator);

type ParsedValues = { readonly value: readonly FilterValue[] } | { readonly allowed: string };

function parseValues(listed: ListedField, operator: Operator, raw: string | readonly string[]): ParsedValues {
  const texts = typeof raw === 'string' ? (operator === 'in' ? raw.split(',') : [raw]) : raw;
  if (typeof raw !== 'string' && operator !== 'in') return { allowed: 'One value, not a list.' };
  if (texts.length === 0 || texts.length > IN_VALUES) return { allowed: `1 to ${IN_VALUES} values.` };
  const values: FilterValue[] = [];
  for (const text of texts) {
    const parsed =
      operator === 'isNull'
        ? parseBoolean(text)
        : isOfVersions(listed, operator)
          ? parseVersion(text)
          : parseValue(listed.field, text);
    if ('allowed' in parsed) return parsed;
    values.push(
      typeof parsed.value === 'string' && isFolded(listed.field)
        ? fold(parsed.value, listed.field.length)
        : parsed.value,
    );
  }
  return values.includes('') ? { allowed: 'Text that is not blank.' } : { value: values };
}

type Controls = Omit<ListRequest, 'resource' | 'filters' | 'attributes' | 'app'>;

function parseControls(resource: Resource, controls: readonly RawParameter[], errors: ParameterError[]): Controls {
  const given = new Map(controls);
  const text = (name: string): string | undefined => {
    const value = given.get(name);
    if (value === undefined || typeof value === 'string') return value;
    errors.push({ parameter: name, detail: 'One value, not a list.' });
    return undefined;
  };
  const refuse = (parameter: string, detail: string): void => void errors.push({ parameter, detail });
  return {
    sort: sortOf(resource, text('sort'), refuse),
    fields: fieldsOf(resource, given.get('fields'), refuse),
    limit: limitOf(text('limit'), refuse),
    cursor: cursorOf(text('cursor'), refuse),
    q: searchOf(resource, text('q'), refuse),
    format: formatOf(text('format'), refuse),
    raw: rawOf(text('raw'), text('format'), refuse),
  };
}

type Refuse = (parameter: string, detail: string) => void;

function sortOf(resource: Resource, text: string | undefined, refuse: Refuse): ListRequest['sort'] {
  if (text === undefined) return resource.sortedBy;
  const descending = text.startsWith('-');
  const name = descending ? text.slice(1) : text;
  const listed = resource.fields.get(name);
  if (!sortNames(resource).includes(name)) refuse('sort', `One of: ${sortValues(resource).join(', ')}.`);
  return { column: listed && name !== 'id' ? comparedColumn(listed) : 'id', descending };
}

function fieldsOf(resource: Resource, raw: string | readonly string[] | undefined, refuse: Refuse): readonly string[] {
  if (raw === undefined) return shownFields(resource);
  const all = fieldNames(resource);
  const names = typeof raw === 'string' ? raw.split(',') : raw;
  const wrong = names.length === 0 || new Set(names).size !== names.length || names.some((name) => !all.includes(name));
  if (wrong) refuse('fields', `Names, each once, separated by commas, of: ${all.join(', ')}.`);
  return all.filter((name) => names.includes(name));
}

export function limitOf(text: string | undefined, refuse: Refuse, fallback = DEFAULT_LIMIT, most = MAX_LIMIT): number {
  if (text === undefined) return fallback;
  const parsed = parseInteger(text);
  if ('value' in parsed && parsed.value >= 1 && parsed.value <= most) return parsed.value;
  refuse('limit', `A whole number from 1 to ${most}.`);
  return fallback;
}

export function cursorOf(text: string | undefined, refuse: Refuse): string | null {
  if (text === undefined) return null;
  if (!/^[A-Za-z0-9_-]+$/.test(text) || text.length > CURSOR_LENGTH) refuse('cursor', CURSOR_ALLOWED);
  return text;
}

export const CURSOR_ALLOWED = 'The `nextCursor` of the page before, with the same sort, filters and q.';

function searchOf(resource: Resource, text: string | undefined, refuse: Refuse): string | null {
  if (text === undefined) return null;
  if (searchedFields(resource).length === 0) refuse('q', 'Nothing here can be searched.');
  return searchText(text, refuse);
}

/** Folded text to search for. */
export function searchText(text: string, refuse: Refuse): string {
  const parsed = parseText(text, SEARCH_LENGTH);
  const folded = 'value' in parsed ? fold(parsed.value) : '';
  if (folded === '') refuse('q', `Text of 1 to ${SEARCH_LENGTH} characters, not blank.`);
  return folded;
}

function formatOf(text: string | undefined, refuse: Refuse): 'json' | 'csv' {
  if (text === undefined || text === 'json' || text === 'csv') return text ?? 'json';
  refuse('format', '`json` or `csv`.');
  return 'json';
}

/** Whether CSV is for machines. */
export function rawOf(text: string | undefined, format: string | undefined, refuse: Refuse): boolean {
  if (text !== undefined && (format !== 'csv' || !/^(true|false)$/.test(text)))
    refuse('raw', '`true` or `false`, with `format=csv`.');
  return text === 'true';
}

/** Folded text is compared by its folded twin. */
const comparedColumn = (listed: ListedField): string =>
  isFolded(listed.field) ? foldedColumn(listed.column) : listed.column;

export const parameterName = (field: string, operator: Operator | Age): string =>
  operator === 'eq' ? field : `${field}.${operator}`;

/** Names of the fields that can be filtered by. */
const filterNames = (resource: Resource): readonly string[] =>
  [...resource.fields.values()].filter((f) => f.field.filterable).map((f) => f.name);

/** What `sort` takes. */
export const sortValues = (resource: Resource): readonly string[] =>
  sortNames(resource).flatMap((name) => [name, `-${name}`]);

const sortNames = ({ fields }: Resource): readonly string[] => [
  ...(fields.has('id') ? ['id'] : []),
  ...[...fields.values()].filter((f) => f.field.sortable).map((f) => f.name),
];
