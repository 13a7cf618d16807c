// What a source may collect: the parameters that its profile, its switches, and its include and exclude lists leave.
import {
  datasetNamed,
  isOfNumber,
  type NamedSwitch,
  type PersonalDataClass,
  switchOf,
  type ToldEventName,
} from '../catalog/index.ts';
import type { PhonePolicy } from '../numbers/policy.ts';
import { type Entity, nameOf, type Parameter, PROFILES, type Profile, type Switch } from './parameters.ts';

/** Of a source's configuration; a product that has none of the switches names none. */
export type CollectionSwitches = Readonly<
  Partial<Record<Exclude<Switch, NamedSwitch>, boolean> & Record<NamedSwitch, string>>
> & {
  readonly profile: Profile;
  /** Names of single parameters beyond the profile. */
  readonly include: readonly string[];
  /** Names of single parameters to leave out. */
  readonly exclude: readonly string[];
  readonly phoneNumbers: PhonePolicy;
};

export interface CollectedEntity extends Entity {
  /** Only those that are collected; the key's among them whatever the lists say. */
  readonly parameters: readonly Parameter[];
}

/** Where it is off rows of the dataset are coarser: those that were stored while it was on leave before the next poll. */
export interface Finer<Config> {
  readonly name: string;
  readonly dataset: ToldEventName;
  isOn(config: Config): boolean;
  /** Only those with one of these values; all where absent. */
  readonly rows?: { readonly field: string; readonly values: readonly string[] };
}

/** A setting by which more is stored than parameters say, as the source has it. */
export interface FinerSetting extends Pick<Finer<never>, 'name' | 'dataset' | 'rows'> {
  readonly on: boolean;
}

/** What one source collects, by entity name. */
export class Collection {
  readonly finer: readonly FinerSetting[];
  readonly #entities: ReadonlyMap<string, CollectedEntity>;
  readonly #declared: readonly Entity[];
  readonly #switches: CollectionSwitches;

  constructor(entities: readonly Entity[], switches: CollectionSwitches, finer: readonly FinerSetting[] = []) {
    this.finer = finer;
    this.#declared = entities;
    this.#switches = switches;
    const highest = PROFILES.indexOf(switches.profile);
    const wanted = (entity: Entity, p: Parameter): boolean => {
      if (switches.exclude.includes(nameOf(p))) return false;
      if (switches.phoneNumbers === 'off' && (isNumber(p) || tellsOfNumber(entity.dataset, p))) return false;
      const named = switchFor(entity, p);
      if (named) return Boolean(switches[named]);
      return PROFILES.indexOf(p.profile) <= highest || switches.include.includes(nameOf(p));
    };
    this.#entities = new Map(
      entities.map((entity) => {
        const parameters = entity.parameters.filter((p) => isOfKey(entity, p) || wanted(entity, p));
        return [entity.name, { ...entity, parameters }];
      }),
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

  /** What turns fields of these tables on, or makes rows finer: on, off, or what for where that has to be named. */
  switchesIn(declared: readonly Entity[]): ReadonlyMap<string, boolean | string> {
    const names = declared.flatMap((entity) => entity.parameters.flatMap((p) => switchFor(entity, p) ?? []));
    return new Map([
      ...names.map((name) => [name, this.#switches[name] ?? false] as const),
      ...this.finer.map(({ name, on }) => [name, on] as const),
    ]);
  }

  /** Fields and `attributes.<name>` that rows of a dataset can carry; what is gone from it is purged before the next poll. */
  collectedOf(dataset: string): ReadonlyMap<string, { class: PersonalDataClass; tracked: boolean }> {
    const collected = new Map<string, { class: PersonalDataClass; tracked: boolean }>();
    for (const entity of this.#entities.values())
      if (entity.dataset === dataset)
        for (const p of entity.parameters) collected.set(columnOf(p), { class: p.class, tracked: p.tracked ?? false });
    return collected;
  }

  /** Whether the source has some of these fields, and does not collect it. */
  leavesOut(dataset: string, fields: readonly string[]): boolean {
    const collected = this.collectedOf(dataset);
    const own = this.#declared.filter((entity) => entity.dataset === dataset).flatMap((entity) => entity.parameters);
    return own.some(({ field }) => field !== undefined && fields.includes(field) && !collected.has(field));
  }

  /** Of what several properties of the wire may tell: which of them are collected, each with what it tells. */
  feedsOf(dataset: string): readonly { readonly name: string; readonly feed: string }[] {
    const feeds = (entities: Iterable<Entity>) =>
      [...entities].flatMap((entity) =>
        entity.dataset === dataset
          ? entity.parameters.map((p) => ({ name: columnOf(p), feed: `${entity.name}.${p.wire}` }))
          : [],
      );
    const declared = Map.groupBy(feeds(this.#declared), ({ name }) => name);
    return feeds(this.#entities.values()).filter(({ name }) => (declared.get(name)?.length ?? 0) > 1);
  }

  /** Names in `attributes` of a dataset that are numbers, collected or not: ingest minimises whatever stands there. */
  numbersOf(dataset: string): ReadonlyMap<string, NonNullable<Parameter['minimise']>> {
    const own = this.#declared.filter((entity) => entity.dataset === dataset).flatMap((entity) => entity.parameters);
    return new Map(own.flatMap((p) => (p.minimise && p.field === undefined ? [[nameOf(p), p.minimise]] : [])));
  }
}

const switchFor = ({ dataset }: Entity, { switch: own, field }: Parameter): Switch | undefined =>
  own ?? switchOf(datasetNamed(dataset), field);

const columnOf = (parameter: Parameter): string => parameter.field ?? `attributes.${nameOf(parameter)}`;

/** Of a phone or a SIM. A subscription's begins with its network, which is made of it: read, and stored without it. */
const isNumber = ({ minimise, field }: Parameter): boolean => minimise !== undefined && field !== 'imsi';

/** Its kind, its countries: nothing of a number is stored where none is. */
const tellsOfNumber = (dataset: Entity['dataset'], { field }: Parameter): boolean =>
  field !== undefined && isOfNumber(field, datasetNamed(dataset).fields);

/** Without its key a row of a mirror is none; an event may be switched off whole. */
export function isOfKey({ dataset }: Entity, { field, key }: Parameter): boolean {
  const declared = datasetNamed(dataset);
  return key === true || (declared.kind === 'mirror' && field !== undefined && declared.key.includes(field));
}
