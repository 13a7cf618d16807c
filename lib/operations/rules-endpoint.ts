// POST /api/rules/test: what rules say of made-up rows. Nothing is read, and nothing is stored.
import { z } from 'zod';
import { apiName, catalog, type Dataset, type Field, JUDGED, type JudgedName } from '../catalog/index.ts';
import type { Answer, ApiRequest, Endpoint, JsonSchema } from '../http/endpoint.ts';
import { choice, each, instant, integer, json, objectOf, openObject, said, text } from '../http/json-schema.ts';
import { invalidRequest, type ParameterError } from '../http/problem.ts';
import { ofEvents } from '../query/resource.ts';
import type { Judged, Match, Rule } from '../rules/judge.ts';
import { spanOf } from '../rules/windows.ts';
import { fold } from '../store/fold.ts';
import type { OperatorDependencies } from './operator.ts';

const MOST_ROWS = 200;
const MOST_RULES = 100;

const INSTANT = 'An instant in RFC 3339: 2026-11-30T08:00:00Z.';

const body = z.strictObject({
  dataset: z.enum(JUDGED),
  rows: z
    .array(z.looseObject({ occurredAt: z.iso.datetime({ offset: true, error: INSTANT }) }))
    .min(1)
    .max(MOST_ROWS),
  rules: z
    .array(z.looseObject({ name: z.unknown() }))
    .max(MOST_RULES)
    .optional(),
});

const anything: JsonSchema = { type: 'object' };

const BODY: JsonSchema = {
  title: 'RulesTest',
  ...objectOf(
    {
      dataset: choice(JUDGED),
      rows: {
        type: 'array',
        minItems: 1,
        maxItems: MOST_ROWS,
        description:
          'Rows as the lists of that dataset answer them: of what is counted, the sums of its hour or day. Fields that are not there are null, others than the dataset has, and values that they cannot have, are refused; for `within` all are of one person',
        items: openObject({ occurredAt: instant }),
      },
      rules: {
        type: 'array',
        maxItems: MOST_RULES,
        description: 'Rules as the rules file has them; those of this collector where absent',
        items: anything,
      },
    },
    ['rules'],
  ),
};

const ANSWER = objectOf({
  matches: each(
    objectOf({
      row: said(integer, 'Place of the row, from 0'),
      rule: text,
      severity: text,
      matched: said(anything, 'Values of the fields that the rule names'),
      counts: said(anything, 'Numbers that reached what the rule bounds'),
    }),
  ),
  problems: each(text, 'Why rules of the request are not used'),
});

export const rulesEndpoint: Endpoint<OperatorDependencies> = {
  name: 'rulesTest',
  method: 'POST',
  route: 'rules/test',
  authLevel: 'function',
  tag: 'Rules',
  roles: ['operator'],
  summary: 'What rules say of rows that are sent: nothing is stored',
  dataset: null,
  purpose: 'optional',
  parameters: [],
  requestBody: BODY,
  response: { description: 'Which row breaks which rule', content: json(ANSWER) },
  handle: testRules,
};

async function testRules(request: ApiRequest, { application }: OperatorDependencies): Promise<Answer> {
  const read = body.safeParse(request.body);
  if (!read.success)
    throw invalidRequest(
      read.error.issues.map(({ path, message }) => ({
        parameter: place(path),
        detail: message === INSTANT ? INSTANT : ALLOWED,
      })),
    );
  const { dataset, rows, rules: given } = read.data;
  const mistakes = rows.flatMap((row, index) => mistakesIn(dataset, row, index));
  if (mistakes.length > 0) throw invalidRequest(mistakes);
  const { rulesIn } = await import('../settings/index.ts');
  const { rules, problems } = given ? rulesIn(given) : { rules: application.rules, problems: [] };
  const judges = rules.filter(({ on }) => on === dataset).map((rule) => ({ rule, judge: judgeOf(rule) }));
  const matches = rows.flatMap((row, index) =>
    judges.flatMap(({ rule, judge }) => {
      const match = judge({ at: new Date(row.occurredAt), after: columnsIn(dataset, row) });
      return match ? [{ row: index, rule: rule.name, severity: rule.severity, ...match }] : [];
    }),
  );
  return { body: { matches, problems }, access: [] };
}

/** Of a sum all rows are one person's, and follow each other. */
function judgeOf(rule: Rule): (row: Omit<Judged, 'before'>) => Match | null {
  if (rule.within === null) return (row) => rule.judge({ ...row, before: null });
  const sums = new Map<number, readonly number[]>();
  return ({ at, after: row }) => {
    const window = spanOf(rule.within, at).from.getTime();
    const added = rule.addends(row);
    const before = sums.get(window) ?? added.map(() => 0);
    const after = added.map((n, i) => n + (before[i] ?? 0));
    sums.set(window, after);
    return rule.judge({ before, after }, row);
  };
}

const ALLOWED = 'As the OpenAPI document has it.';
const place = (path: readonly PropertyKey[]): string =>
  ['body', ...path.filter((part) => typeof part === 'number' || part in BODY_NAMES)].join('.');
const BODY_NAMES = { dataset: 0, rows: 0, rules: 0, occurredAt: 0 } as const;

function columnsIn(dataset: JudgedName, row: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  const { fields }: Dataset = catalog[dataset];
  return Object.fromEntries(Object.keys(fields).map((column) => [column, row[apiName(column)] ?? null]));
}

/** A row that is misspelt would break no rule, and say that all is well. Of what lists answer beside the dataset's own fields nothing is looked at. */
function mistakesIn(dataset: JudgedName, row: Readonly<Record<string, unknown>>, index: number): ParameterError[] {
  const { fields }: Dataset = catalog[dataset];
  const own = new Map(Object.entries(fields).map(([column, field]) => [apiName(column), field]));
  const listed = ofEvents(catalog[dataset], dataset);
  return Object.entries(row).flatMap(([name, value]): readonly ParameterError[] => {
    const field = own.get(name);
    const isKnown = field !== undefined || listed.fields.has(name) || listed.derived.has(name);
    // Only what is written as fields are: anything else may be somebody's.
    const at = /^[a-z][a-zA-Z]{0,39}$/.test(name) ? `.${name}` : '';
    const detail = isKnown
      ? field && value !== null && allowedOf(field, value)
      : `${dataset} has no such field. One of: ${[...own.keys()].join(', ')}.`;
    return detail ? [{ parameter: `body.rows.${index}${at}`, detail }] : [];
  });
}

/** What a field takes, where it does not take this. */
function allowedOf({ kind, values, length }: Field, value: unknown): string | null {
  if (kind === 'integer' || kind === 'bigint')
    return Number.isSafeInteger(value) && Number(value) >= 0 ? null : 'A whole number, 0 or more.';
  if (kind === 'boolean') return typeof value === 'boolean' ? null : 'true or false, without quotes.';
  if (kind !== 'text') return null;
  if (values) {
    const isOne = typeof value === 'string' && values.some((one) => fold(one) === fold(value));
    return isOne ? null : `One of: ${values.join(', ')}.`;
  }
  if (typeof value !== 'string') return 'A text.';
  return length !== 'max' && value.length > length ? `A text of ${length} characters at most.` : null;
}
