// Reads the app settings once, at start: one typed object, or every mistake at once. Secrets stay references.
import { z } from 'zod';
import { ConfigError } from '../errors.ts';
import { SecretReference } from '../secrets.ts';
import { DECLARATIONS, type Declaration, READERS, type SettingName } from './declarations.ts';
import { misspeltSettings } from './misspelt.ts';

export { DECLARATIONS, READERS, type SettingName } from './declarations.ts';
export { hostTelemetry } from './host-telemetry.ts';
export { type KeyFile, keyFilesOf, keyFileWarnings, secretsIn } from './key-files.ts';
export { misspeltSettings } from './misspelt.ts';
export { parseRules, type ReadRules, readRules, rulesIn } from './rules-file.ts';
export {
  parseSources,
  type ReadSource,
  readSources,
  type SourcesResult,
  sourcesSchema,
  unknownSources,
} from './sources-file.ts';
export { connectionOf, headersIn, NOTIFIED, RETAINED } from './values.ts';

/** Settings by their names, as `DECLARATIONS` says: lists, numbers and references read, defaults filled in. */
export type Settings = Readonly<z.output<typeof schema>>;

export interface SettingProblem {
  readonly setting: string;
  /** What is wrong; never the text that was found. */
  readonly problem: string;
  readonly example: string;
}

export type Environment = Readonly<Record<string, string | undefined>>;

/** Empty text counts as absent. `settings` is null where there is any problem. */
export function loadSettings(environment: Environment): {
  settings: Settings | null;
  problems: readonly SettingProblem[];
} {
  const given = Object.entries(DECLARATIONS).map(
    ([name, declaration]) => [name, textOf(environment[name], declaration)] as const,
  );
  const result = whole.safeParse(Object.fromEntries(given));
  if (result.success) return { settings: result.data, problems: [] };
  return { settings: null, problems: result.error.issues.map(problemOf) };
}

/** Those that can be read, whatever is wrong with others. */
export function readableSettings(environment: Environment): Partial<Settings> {
  const wrong = new Set(loadSettings(environment).problems.map(({ setting }) => setting));
  const given = Object.entries(DECLARATIONS).filter(([name]) => !wrong.has(name));
  return schema
    .partial()
    .parse(Object.fromEntries(given.map(([name, declaration]) => [name, textOf(environment[name], declaration)])));
}

/** Tokens of metrics, whatever is wrong with other settings. Cheap: whoever knows none may ask as often as he likes. */
export function metricsTokens({ METRICS_TOKENS }: Environment): Settings['METRICS_TOKENS'] {
  return schema.shape.METRICS_TOKENS.safeParse(textOf(METRICS_TOKENS, DECLARATIONS.METRICS_TOKENS)).data;
}

/** The settings, or a ConfigError that lists every mistake. */
export function settingsOrThrow(environment: Environment): Settings {
  const { settings, problems } = loadSettings(environment);
  if (settings) return settings;
  throw wrongSettings(problems, environment);
}

function wrongSettings(problems: readonly SettingProblem[], environment: Environment): ConfigError {
  const told = problems.map(({ setting, problem, example }) => `${setting} ${problem}. Example: ${example}`);
  return new ConfigError(
    `${problems.length === 1 ? 'A setting is' : `${problems.length} settings are`} wrong or missing.`,
    {
      code: 'settings',
      hint: [...told, ...misspeltSettings(environment)].join('\n'),
    },
  );
}

/** What names the database, and nothing else: a DBA's migration needs no other setting. Throws ConfigError. */
export function databaseSettingsOrThrow(environment: Environment): Pick<Settings, 'DATABASE' | 'DATABASE_CA_FILE'> {
  const names: readonly string[] = ['DATABASE', 'DATABASE_CA_FILE'];
  const given = Object.fromEntries(
    Object.entries(DECLARATIONS)
      .filter(([name]) => names.includes(name))
      .map(([name, declaration]) => [name, textOf(environment[name], declaration)]),
  );
  const result = schema.pick({ DATABASE: true, DATABASE_CA_FILE: true }).safeParse(given);
  if (!result.success) throw wrongSettings(result.error.issues.map(problemOf), environment);
  return result.data;
}

/** What opens the database: the secret is read here, each time. */
export function databaseOf({ DATABASE }: Pick<Settings, 'DATABASE'>): string {
  return DATABASE instanceof SecretReference ? DATABASE.read() : DATABASE;
}

/** One line per setting, for the test of docs/configure.md. */
export function settingsTable(): readonly { name: string; description: string; default: string; example: string }[] {
  return Object.entries(DECLARATIONS).map(([name, declaration]) => ({
    name,
    description: declaration.description,
    default: declaration.default ?? (declaration.optional ? 'none' : 'required'),
    example: declaration.example,
  }));
}

function textOf(text: string | undefined, declaration: Declaration | undefined): string | undefined {
  const trimmed = text?.trim();
  return trimmed === undefined || (trimmed === '' && !declaration?.refusesEmpty) ? declaration?.default : trimmed;
}

const schema = z.object(READERS);

/** Settings that say nothing without others. */
const NEEDED: readonly (readonly [SettingName, SettingName])[] = [
  ['NOTIFY_WEBHOOK_URL', 'NOTIFY_WEBHOOK_SECRETS'],
  ['NOTIFY_MAIL_SERVER', 'NOTIFY_MAIL_FROM'],
  ['NOTIFY_MAIL_SERVER', 'NOTIFY_MAIL_TO'],
  ['NOTIFY_MAIL_USER', 'NOTIFY_MAIL_PASSWORD'],
];
const whole = schema.superRefine((settings, context) => {
  for (const [name, needed] of NEEDED)
    if (settings[name] !== undefined && settings[needed] === undefined)
      context.addIssue({ code: 'custom', path: [needed], message: `is missing, and ${name} needs it` });
});

function problemOf(issue: z.core.$ZodIssue): SettingProblem {
  const setting = String(issue.path[0] ?? '');
  const missing = issue.code === 'invalid_type';
  return { setting, problem: missing ? 'is missing' : issue.message, example: DECLARATIONS[setting]?.example ?? '' };
}
