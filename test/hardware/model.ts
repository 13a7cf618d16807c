// The plain model of linked hardware: every pair of rows is compared, again and again until nothing changes.
import type { DatasetName } from '../../lib/catalog/index.ts';
import type { Store } from '../../lib/store/index.ts';
import { ENTITIES, ScriptedSource } from '../ingest/scripted.ts';

const NAMES = ['serial_number', 'imei', 'eas_device_id'] as const;

type Device = Readonly<Record<string, unknown>>;

/** A source of devices that tells what identifies them. */
export function sourceOf(store: Store): ScriptedSource {
  const source = new ScriptedSource(store);
  source.entities = ENTITIES.map((entity) =>
    entity.dataset !== 'device'
      ? entity
      : {
          ...entity,
          parameters: [
            ...entity.parameters,
            ...NAMES.map(
              (field) => ({ wire: field, type: 'string', class: 'identifier', profile: 'core', field }) as const,
            ),
          ],
        },
  );
  return source;
}

export async function stored({ rows }: Store): Promise<readonly Device[]> {
  return rows
    .selectFrom('device' satisfies DatasetName as string)
    .selectAll()
    .orderBy('id')
    .execute();
}

export const linksOf = (devices: readonly Device[]) => devices.map(({ id, hardware_id }) => [id, hardware_id]);

/** What the links of these rows have to be. */
export function linksToBe(devices: readonly Device[]): (readonly [unknown, number | null])[] {
  const value = (device: Device, name: string): string | null =>
    typeof device[name] === 'string' ? device[name].toLowerCase() : null;
  const isJunk = (name: string, text: string): boolean =>
    text === 'to be filled by o.e.m.' || devices.filter((d) => value(d, name) === text).length > 8;
  const same = (a: Device, b: Device): boolean =>
    NAMES.some((name) => {
      const text = value(a, name);
      return text !== null && text === value(b, name) && !isJunk(name, text);
    });
  const least = devices.map(({ id }) => Number(id));
  for (let changed = true; changed; ) {
    changed = false;
    for (const [i, a] of devices.entries())
      for (const [j, b] of devices.entries()) {
        const [mine, theirs] = [least[i] ?? 0, least[j] ?? 0];
        if (mine <= theirs || !same(a, b)) continue;
        least[i] = theirs;
        changed = true;
      }
  }
  return devices.map(({ id }, i) => [id, least.filter((n) => n === least[i]).length > 1 ? (least[i] ?? null) : null]);
}
