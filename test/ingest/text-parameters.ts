// Rows of every product of which each text parameter says something of its own: what the wire carries, mapped by the tables.
import { datasetNamed, type MirrorName } from '../../lib/catalog/index.ts';
import type { SourceRow } from '../../lib/sources/contract.ts';
import { mapRecord } from '../../lib/sources/map.ts';
import type { Entity, Parameter } from '../../lib/sources/parameters.ts';
import { recordOf } from '../fuzz/subjects-records.ts';

/** The device that all apps are on. */
export const DEVICE = { external_id: 'device', ownership: 'company' } as const;
const OF_KEYS = { component: 'server', kind: 'group' } as const;

/** Where a text stands on the wire: a transform may look for it in the records of a list, as the parameter's name says. */
function textPath({ type, wire, attribute = '' }: Parameter): string | null {
  const listed = attribute.indexOf(`${wire}[].`);
  return type === 'string' || type === 'strings' ? wire : listed === -1 ? null : attribute.slice(listed);
}

export const textParameters = ({ parameters }: Entity): readonly Parameter[] =>
  parameters.filter((parameter) => textPath(parameter) !== null);

/** Events say nothing in free text. */
export const isOfMirror = (entity: Entity): entity is Entity & { readonly dataset: MirrorName } =>
  datasetNamed(entity.dataset).kind === 'mirror';

/** What a record of an entity becomes by its table. */
export function rowOf(entity: Entity, id: string, textOf: (parameter: Parameter) => string | undefined): SourceRow {
  const own = textParameters(entity);
  const parameters = own.map((parameter) => ({ ...parameter, wire: textPath(parameter) ?? '' }));
  const record = recordOf({ ...entity, parameters }, (index) => {
    const parameter = own[index];
    const text = parameter && textOf(parameter);
    return parameter?.type === 'strings' && text !== undefined ? [text] : text;
  });
  const row = mapRecord(entity.parameters, record);
  if (entity.dataset === 'device_app') return { ...row, device_external_id: DEVICE.external_id, app_id: id };
  return { ...row, ...(entity.dataset === 'device' && DEVICE), ...OF_KEYS, external_id: id };
}
