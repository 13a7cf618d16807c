// The database before the first start: whether it answers, lets the account do what it must, and is as it should be.
import { type HashKeys, OTHER_KEY, othersAmong } from '../key-checks.ts';
import {
  databaseOf,
  databaseSettingsOrThrow,
  type Environment,
  loadSettings,
  readableSettings,
} from '../settings/index.ts';
import type { Fact } from '../store/index.ts';
import { type DatabaseLook, lookAtDatabase } from '../store/look.ts';
import { aheadLine } from '../store/migrate.ts';
import { error, type Finding, failed, ok, warning } from './finding.ts';

const about = 'database';

/** And what it says of sources that refuse the sign-in. */
export async function checkDatabase(
  environment: Environment,
): Promise<readonly [readonly Finding[], ReadonlyMap<string, string>]> {
  // Told with the settings.
  const { problems } = loadSettings(environment);
  if (problems.some(({ setting }) => setting.startsWith('DATABASE'))) return [[], new Map()];
  try {
    const settings = databaseSettingsOrThrow(environment);
    const caFile = settings.DATABASE_CA_FILE;
    const look = await lookAtDatabase({ database: databaseOf(settings), ...(caFile !== undefined && { caFile }) });
    return [
      [ofSchema(look), ofRights(look), ...look.facts.map(ofFact), ...ofKeys(look, readableSettings(environment))],
      look.refusals,
    ];
  } catch (thrown) {
    return [[failed(about, thrown)], new Map()];
  }
}

function ofSchema({ schema, needs, newest }: DatabaseLook): Finding {
  if (needs > newest)
    return error(
      about,
      `has schema ${schema}, newer than this version of EMM Lens knows (${newest}). (schema-newer) Start the newer version, or restore the backup from before the upgrade.`,
    );
  if (schema > newest) return warning(about, aheadLine({ version: schema, needs }, newest));
  if (schema === newest) return ok(about, `has schema ${schema}, the newest`);
  const first =
    schema === 0
      ? `has no schema yet: the first start makes it, in version ${newest}`
      : `has schema ${schema}: the first start brings it to version ${newest}`;
  return ok(about, `${first}, or \`npm run migrate\` does`);
}

const ofRights = ({ missing }: DatabaseLook): Finding =>
  missing.length === 0
    ? ok(about, 'lets the account do what it must')
    : error(
        about,
        `The account lacks a right: ${missing.join(', ')}. Grant it, or see docs/operate.md for what it needs.`,
      );

const ofKeys = ({ settings }: DatabaseLook, keys: Partial<HashKeys>): readonly Finding[] =>
  othersAmong(settings, keys).map((name) => error(`setting ${name}`, OTHER_KEY));

const ofFact = ({ name, value, advice }: Fact): Finding => {
  const said = `${name} is ${value}${advice ? `. ${advice}` : ''}`;
  return advice && value !== 'unknown' ? warning(about, said) : ok(about, said);
};
