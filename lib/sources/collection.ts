// What a source may collect: the parameters that its profile and its include and exclude lists leave.
import { datasetNamed, type PersonalDataClass, switchOf } from '../catalog/index.ts';
import { type Entity, nameOf, type Parameter, PROFILES, type Profile, type Switch } from './parameters.ts';

export interface CollectionSwitches {
  readonly profile: Profile;
  /** Names of single parameters beyond the profile. */
  readonly include: readonly string[];
  /** Names of single parameters to leave out. */
  readonly exclude: readonly string[];
  /** Which switches are on; a product that has none of them names none. */
  readonly location?: boolean | undefined;
  readonly roaming?: boolean | undefined;
}

export interface CollectedEntity extends Entity {
  /** Only those that are collected; the key's among them whatever the lists say. */
  readonly parameters: readonly Parameter[];
}

/** What one source collects, by entity name. */
export class Collection {
  readonly #entities: ReadonlyMap<string, CollectedEntity>;

  constructor(
    entities: readonly Entity[],
    switches: CollectionSwitches,
    keyFields: readonly string[] = ['external_id'],
  ) {
    const highest = PROFILES.indexOf(switches.profile);
    const on = (name: Switch): boolean => switches[name] === true;
    const wanted = ({ dataset }: Entity, p: Parameter): boolean => {
      const named = p.switch ?? switchOf(datasetNamed(dataset), p.field);
      return (
        (p.field !== undefined && keyFields.includes(p.field)) ||
        (!switches.exclude.includes(nameOf(p)) &&
          (named ? on(named) : PROFILES.indexOf(p.profile) <= highest || switches.include.includes(nameOf(p))))
      );
    };
    this.#entities = new Map(
      entities.map((e) => [e.name, { ...e, parameters: e.parameters.filter((p) => wanted(e, p)) }]),
    );
  }

  entity(name: string): CollectedEntity {
    const entity = this.#entities.get(name);
    if (!entity) throw new RangeError(`no entity ${name}`);
    return entity;
  }

  has(entity: string, wire: string): boolean {
    return this.entity(entity).parameters.some((p) => p.wire === wire);
  }

  get entities(): readonly CollectedEntity[] {
    return [...this.#entities.values()];
  }

  /** Fields and `attributes.<name>` that rows of a dataset can carry; what is gone from it is purged before the next poll. */
  collectedOf(dataset: string): ReadonlyMap<string, { class: PersonalDataClass; tracked: boolean }> {
    const collected = new Map<string, { class: PersonalDataClass; tracked: boolean }>();
    for (const entity of this.#entities.values())
      if (entity.dataset === dataset)
        for (const p of entity.parameters)
          collected.set(p.field ?? `attributes.${nameOf(p)}`, { class: p.class, tracked: p.tracked ?? false });
    return collected;
  }
}
