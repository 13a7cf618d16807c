// A company in a script: one management system with devices and their users, and one source that is a log alone, and
// knows neither.
import type { EventDataset } from '../../lib/catalog/index.ts';
import type { PollReceipt } from '../../lib/ingest/run.ts';
import type { PollStep, SourceRow } from '../../lib/sources/contract.ts';
import type { Store } from '../../lib/store/index.ts';
import { ENTITIES, parameter, ScriptedSource, TestClock, wholePass } from '../ingest/scripted.ts';
import { entityOf, KINDS, type Kind, TOLD, told } from './made-up.ts';

export const HOUR = 3_600_000;
export const DAY = 24 * HOUR;

/** The machine's clock, some time off: retention goes by the database's. */
export class WallClock extends TestClock {
  off = 0;
  override now(): Date {
    return new Date(Date.now() + this.off);
  }
  override get last(): Date {
    return this.now();
  }
}

/** Of which device and person, which one, and when: hours ago. */
export interface Happening {
  readonly device?: string;
  readonly person?: string;
  readonly number?: number;
  readonly hoursAgo?: number;
  readonly more?: SourceRow;
}

/** Users and devices by id; `of` a device is its user. */
export interface Estate {
  readonly users: readonly string[];
  readonly devices: Readonly<Record<string, { readonly of?: string } & SourceRow>>;
}

const OWN_ENTITIES = [
  ...ENTITIES.filter(({ dataset }) => dataset === 'emm_user'),
  ...ENTITIES.filter(({ dataset }) => dataset === 'device').map((entity) => ({
    ...entity,
    parameters: [
      ...entity.parameters,
      ...['eas_device_id', 'serial_number', 'compliance'].map((name) => parameter(name)),
    ],
  })),
];

export class World {
  readonly emm: ScriptedSource;
  readonly log: ScriptedSource;
  readonly clock = new WallClock();
  readonly #store: Store;
  /** Behind names, so that companies in one database have nothing in common. */
  readonly #of: string;

  constructor(store: Store, config: Record<string, unknown> = {}) {
    this.#store = store;
    [this.emm, this.log] = [0, 1].map(
      () => new ScriptedSource(store, { location: true, roaming: true, ...config }),
    ) as [ScriptedSource, ScriptedSource];
    this.#of = this.emm.name;
    this.emm.entities = [...OWN_ENTITIES, ...TOLD.map(entityOf)];
    this.log.entities = TOLD.map(entityOf);
    for (const source of [this.emm, this.log]) source.clock = this.clock;
  }

  /** Another management system of the same company. */
  another(config: Record<string, unknown> = {}): ScriptedSource {
    const source = new ScriptedSource(this.#store, { location: true, roaming: true, ...config });
    source.entities = this.emm.entities;
    source.clock = this.clock;
    return source;
  }

  upn(person: string): string {
    return `${person}@${this.#of}`;
  }
  serial(device: string): string {
    return `${this.#of}-${device}`;
  }

  /** Who tells a kind: events about devices of the same source are told by the system that has them. */
  teller(kind: Kind): ScriptedSource {
    return kind === 'own' || kind === 'derived' ? this.emm : this.log;
  }

  users(people: readonly string[]): Iterable<PollStep> {
    const rows = people.map((id) => ({
      external_id: id,
      user_principal_name: this.upn(id),
      mail: this.upn(id).toUpperCase(),
    }));
    return wholePass(rows, 'emm_user');
  }

  devices(devices: Estate['devices']): Iterable<PollStep> {
    const rows = Object.entries(devices).map(([id, { of, ...more }]) => ({
      external_id: id,
      device_name: id,
      ownership: 'company',
      carrier: 'Swisscom',
      eas_device_id: this.serial(id),
      user_external_id: of,
      ...more,
    }));
    return wholePass(rows, 'device');
  }

  /** A whole reading of the management system; `daysAgo` is when it was. */
  async load({ users, devices }: Estate, source = this.emm, daysAgo = 0): Promise<void> {
    this.clock.off = -daysAgo * DAY;
    await source.poll(() => [...this.users(users), ...this.devices(devices)]);
    this.clock.off = 0;
  }

  /** A row as its source tells it; what a kind does not know is not in it. */
  row(kind: Kind, { device, person, number = 0, hoursAgo = 1, more = {} }: Happening): SourceRow {
    const by = {
      own: device === undefined ? {} : { device_external_id: device },
      any: device === undefined ? {} : { eas_device_id: this.serial(device) },
      person: person === undefined ? {} : { user_principal_name: this.upn(person) },
      both: {
        ...(device === undefined ? {} : { eas_device_id: this.serial(device) }),
        ...(person === undefined ? {} : { user_principal_name: this.upn(person) }),
      },
      nobody: {},
      derived: {},
    }[kind];
    const occurred_at = new Date(this.clock.now().getTime() - hoursAgo * HOUR);
    return { ...by, occurred_at, activity: `sync${number}`, amount: 1, detail: 'a', number: String(number), ...more };
  }

  /** Told by who tells it; of a derived kind the device gets another name. */
  async tell(dataset: EventDataset, ...happenings: readonly Happening[]): Promise<PollReceipt> {
    const kind = kindOf(dataset);
    const rows = happenings.map((happening) => this.row(kind, happening));
    return this.teller(kind).poll(() => [told(dataset, ...rows)]);
  }

  async rows(dataset: EventDataset, source = this.teller(kindOf(dataset)).name): Promise<Record<string, unknown>[]> {
    const rows = await this.#store.rows
      .selectFrom(dataset.name)
      .selectAll()
      .where('source', '=', source)
      .orderBy('occurred_at')
      .execute();
    return rows.map((row) => ({ ...row }));
  }

  async subject(person: string, source = this.emm): Promise<number> {
    const user = (await source.rows('emm_user')).find((row) => row.external_id === person);
    return Number(user?.subject_id);
  }

  /** Dataset, field, reason and count of what the last poll rejected. */
  async rejected(source: ScriptedSource): Promise<readonly unknown[]> {
    const last = (await source.rows('poll_run')).at(-1);
    const all: { dataset: string; field: string; reason: string; count: number }[] = JSON.parse(String(last?.rejected));
    return all.map(({ dataset, field, reason, count }) => [dataset, field, reason, count]);
  }
}

export const kindOf = ({ name }: EventDataset): Kind => {
  const kind = KINDS.find((one) => name === `made_${one}` || name === `made_${one}_hours`);
  if (!kind) throw new RangeError(name);
  return kind;
};
