// Every generated document of the repository, by its path: what `npm run documents` writes, and what a test compares.
import { globSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { openApiDocument } from '../../lib/http/openapi.ts';
import { registeredEndpoints } from '../../lib/http/register.ts';
import { ROLES } from '../../lib/roles.ts';
import { sourcesSchema } from '../../lib/settings/index.ts';
import { SOURCE_TYPES } from '../../lib/sources/registry.ts';
import { sourcePage, sourcesIndex } from '../../local/source-page.ts';
import { tables } from '../contract/products.ts';
import { faultDocument } from '../faults/document.ts';
import { withContents } from './contents.ts';
import { metricsPage } from './metrics.ts';
import { reportsPage } from './reports.ts';

export const ROOT = new URL('../../', import.meta.url);

/** Nothing else is in them. */
export const GENERATED_FOLDERS = ['docs/sources/'] as const;

export async function documents(): Promise<ReadonlyMap<string, string>> {
  const pages = Object.keys(SOURCE_TYPES).map(
    async (type) => [`docs/sources/${type}.md`, await sourcePage(type)] as const,
  );
  const written = new Map([
    ['sources.schema.json', json(sourcesSchema())],
    ['docs/openapi.json', json(await openApi())],
    ['pages/shell/operations.ts', await operationRoles()],
    ['docs/metrics.md', metricsPage()],
    ['docs/reports.md', reportsPage()],
    ['docs/faults.md', faultDocument(tables)],
    ['docs/sources/README.md', await sourcesIndex()],
    ...(await Promise.all(pages)),
  ]);
  // Of a page that is written by hand the contents alone are made.
  for (const path of markdown()) if (!written.has(path)) written.set(path, textOf(path));
  for (const [path, text] of written) if (path.endsWith('.md')) written.set(path, withContents(text));
  return written;
}

const textOf = (path: string): string => readFileSync(new URL(path, ROOT), 'utf8');

/** Those below docs/: a page that is gone is not read. */
const markdown = (): readonly string[] =>
  globSync('docs/**/*.md', { cwd: fileURLToPath(ROOT) }).filter(
    (path) => !GENERATED_FOLDERS.some((folder) => path.startsWith(folder)),
  );

const json = (value: object): string => `${JSON.stringify(value, null, 2)}\n`;

/** As `GET /api/openapi.json` answers it. */
async function openApi(): Promise<object> {
  const { version } = JSON.parse(textOf('package.json'));
  return openApiDocument(await registered(), String(version));
}

/** Which roles the operations are for, as the pages say it of what they do not offer. */
async function operationRoles(): Promise<string> {
  const keyed = (await registered()).filter(({ authLevel }) => authLevel === 'function');
  const lines = keyed
    .map(({ name, roles }) => [name, roles === 'every role' ? Object.keys(ROLES) : roles] as const)
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(
      ([name, roles]) =>
        `  ${name.includes('-') ? `'${name}'` : name}: [${roles.map((role) => `'${role}'`).join(', ')}],`,
    );
  return [
    '// Written by `npm run documents`: the operations of the API, and the roles that may use them.',
    '',
    'export const OPERATIONS = {',
    ...lines,
    '} as const;',
    '',
    'export type Operation = keyof typeof OPERATIONS;',
    '',
  ].join('\n');
}

/** What the one entry of the bundle registers. */
async function registered() {
  const { warn } = console;
  // Outside of a Functions host the package warns of each registration.
  console.warn = () => {};
  try {
    await import('../../functions/index.ts');
  } finally {
    console.warn = warn;
  }
  return registeredEndpoints();
}
