// What compose and Kubernetes set for a collector is declared: by the settings, or by the runtime as docs/deploy.md tells it.
import { DECLARATIONS } from '../../lib/settings/declarations.ts';

const OF_THE_RUNTIME = ['AzureFunctionsWebHost__hostid', 'ASPNETCORE_URLS', 'TZ'];
const DECLARED: ReadonlySet<string> = new Set([...Object.keys(DECLARATIONS), ...OF_THE_RUNTIME]);

/** Names that nothing reads, and settings that must be there and are not. */
export function faultsOf(environment: Readonly<Record<string, unknown>>): readonly string[] {
  const unknown = Object.keys(environment).filter((name) => !DECLARED.has(name));
  const missing = Object.entries(DECLARATIONS)
    .filter(([name, declared]) => !('default' in declared) && !('optional' in declared) && !(name in environment))
    .map(([name]) => name);
  return [...unknown.map((name) => `${name} is no setting`), ...missing.map((name) => `${name} is missing`)];
}

/** Whether an image says which one it is: a version, or a digest. */
export const isPinned = (image: string): boolean =>
  /@sha256:[0-9a-f]{64}$/.test(image) || (/:[\w.-]*\d+[\w.-]*$/.test(image) && !/latest/.test(image));

/** Files below `folder` that the settings refer to. */
export const filesIn = (environment: Readonly<Record<string, unknown>>, folder: string): readonly string[] =>
  Object.values(environment)
    .map((value) => String(value).replace(/^file:/, ''))
    .filter((value) => value.startsWith(`${folder}/`))
    .map((value) => value.slice(folder.length + 1));
