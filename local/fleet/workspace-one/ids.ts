// Numbers and UUIDs of the console's own: they follow from the hardware's seed and the enrolment, so that a restarted
// fleet gives the same, and an enrolment anew another one.
import type { Device, Json } from '../estate/device.ts';
import { SITES, type Site, siteOf } from '../estate/names.ts';
import type { Person } from '../estate/person.ts';
import type { JsonObject } from '../http/exchange.ts';
import { guid, hash, saltOf } from '../random.ts';

/** Up to twelve digits, so that no two devices share one. */
export const deviceNumber = (device: Device): number =>
  100_000 + (hash(device.seed, saltOf(device.id)) % 1_000_000) * 1_000_000 + (saltOf(device.id) % 1_000_000);
export const deviceUuid = (device: Device): string => guid(device.seed, saltOf(device.id) % 1_000_000);

export const userNumber = (person: Person): number => 8_000 + person.number;
export const userUuid = (person: Person): string => guid(person.seed, 320);

export interface OrganizationGroup {
  readonly number: number;
  readonly name: string;
  readonly code: string;
  readonly uuid: string;
  readonly site: Site | null;
}

const group = (number: number, name: string, code: string, site: Site | null): OrganizationGroup => ({
  number,
  name,
  code,
  uuid: guid(number, 321),
  site,
});

export const ROOT = group(570, 'Contoso', 'contoso', null);
/** One for the company, and one for each of its sites. */
export const ORGANIZATION_GROUPS: readonly OrganizationGroup[] = [
  ROOT,
  ...SITES.map((site, i) => group(571 + i, `Contoso ${site.city}`, `site${i}`, site)),
];

export const groupOf = (seed: number): OrganizationGroup =>
  ORGANIZATION_GROUPS.find(({ site }) => site === siteOf(seed)) ?? ROOT;

export const entityId = (value: number): JsonObject => ({ Value: value });

/** A reference to another record. */
export const reference = (value: number, name: string, uuid: string): JsonObject => ({
  Id: entityId(value),
  Name: name,
  Uuid: uuid,
});

export const groupReference = ({ number, name, uuid }: OrganizationGroup): Json => reference(number, name, uuid);
