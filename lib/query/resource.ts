// What the API lists: each resource shows fields of one dataset. Filters, sorting, search, output and the OpenAPI
// document derive from the catalogue's fields; here stands only what the catalogue cannot say.
import { apiName, catalog, columnsOf, type Dataset, type Field, identityOf, ofAnyDevice } from '../catalog/index.ts';

export interface ListedField {
  /** As the API writes it: `lastSeenAt`. */
  readonly name: string;
  /** As the database writes it: `last_seen_at`. */
  readonly column: string;
  readonly field: Field;
  /** False: it can be filtered by, but is never answered (hashes). */
  readonly shown: boolean;
}

export interface Resource {
  /** `devices`: stands in routes, in `POST /api/search` and in file names. */
  readonly name: string;
  /** Name of one item's schema: `Device`. */
  readonly item: string;
  readonly dataset: Dataset;
  readonly table: string;
  /** Of one that lists rows of several datasets: each under its word in `kind`, which tells rows apart beside their id. */
  readonly kinds?: Readonly<Record<string, Dataset>>;
  /** Columns that tell rows apart: pages go by them where the sort field is the same. */
  readonly identity: readonly string[];
  readonly fields: ReadonlyMap<string, ListedField>;
  readonly sortedBy: { readonly column: string; readonly descending: boolean };
  /** Rows that are listed at all. */
  readonly only: Readonly<Record<string, boolean>>;
  /** Devices may be asked for by an app that they have. */
  readonly byApp: boolean;
  /** Answered fields that are no column of the dataset, by API name. */
  readonly derived: ReadonlyMap<string, Derived>;
}

interface Derived {
  readonly description: string;
  /** What it is derived from. */
  readonly columns: readonly string[];
  /** `string` where absent. */
  readonly type?: 'integer' | 'number';
}

/** How fields of a row's user begin, which are told on request. */
export const USER = 'user.';
export const isOfUser = (name: string): boolean => name.startsWith(USER);

/** Of a device that is asked for by an app: which version of it it has. */
export const APP_VERSION = 'appVersion';

/** Keyed hashes and flags that say nothing to a reader of a list. */
const isShown = (column: string): boolean =>
  !['present', 'merged_into', 'waits_since', 'left_id'].includes(column) && !column.endsWith('_hash');

interface Options extends Partial<Pick<Resource, 'sortedBy' | 'only' | 'derived' | 'kinds' | 'byApp'>> {
  /** Rows may be asked for by their ids: no operation shows one alone, and what is held names some. */
  readonly byId?: true;
  /** Of columns that have another name here, or none: these are left out. */
  readonly names?: Readonly<Record<string, string | null>>;
}

export function resource(name: string, item: string, dataset: Dataset, options: Options = {}): Resource {
  const { names = {}, only = {}, byId = false } = options;
  const fields = Object.entries(columnsOf(dataset))
    // Binary columns are record keys and hashes.
    .filter(([column, field]) => field.kind !== 'binary' && !(column in only) && names[column] !== null)
    .map(([column, field]) => ({
      ...{ name: names[column] ?? apiName(column), column, shown: isShown(column) },
      field: byId && column === 'id' ? { ...field, filterable: true } : field,
    }));
  return {
    name,
    item,
    dataset,
    table: dataset.name,
    ...(options.kinds && { kinds: options.kinds }),
    identity: [...identityOf(dataset), ...(options.kinds ? ['kind'] : [])],
    fields: new Map(fields.map((f) => [f.name, f])),
    sortedBy: options.sortedBy ?? { column: 'id', descending: false },
    only,
    byApp: options.byApp ?? false,
    derived: options.derived ?? new Map(),
  };
}

/** Of what is told of a device: the device, by the id that its system has it under. */
export function deviceIdOf(dataset: Dataset): Derived {
  return {
    description: 'Id of the device, as /api/devices has it; null once it is gone',
    columns: [ofAnyDevice(dataset) ? 'owner_source' : 'source', 'owner_key'],
  };
}

export const latestFirst = { column: 'occurred_at', descending: true };

export const pascal = (name: string): string =>
  name.replace(/(?:^|[-_])([a-z])/g, (_, letter: string) => letter.toUpperCase());

/** Events as their lists show them, the latest first. */
export const ofEvents = (dataset: Dataset, name: string): Resource =>
  resource(name, pascal(dataset.name), dataset, {
    sortedBy: latestFirst,
    ...(dataset.device ? { derived: new Map([['deviceId', deviceIdOf(dataset)]]) } : {}),
  });

/** Rows of several systems may be of one device. */
export const ofHardware = ({ fields }: Resource): boolean => fields.has('hardwareId');

export const users = resource('users', 'User', catalog.subject, { only: { present: true } });
const OF_DEVICE = ['source', 'user_external_id'];
export const devices = resource('devices', 'Device', catalog.device, {
  byApp: true,
  derived: new Map([
    ['userId', { description: "Id of the device's user, as /api/users has it", columns: OF_DEVICE }],
    // On request: names and addresses of the user, so that a list to call people is one call.
    ...[...users.fields.values()]
      .filter(({ field, shown }) => shown && field.kind === 'text')
      .map(({ name, field }) => [`${USER}${name}`, { description: field.description, columns: OF_DEVICE }] as const),
    [
      APP_VERSION,
      {
        description:
          'Version of the app that is asked for, with commas between several; null where none is, or none is told',
        columns: ['id'],
      },
    ],
  ]),
});
export const deviceApps = resource('apps', 'DeviceApp', catalog.device_app);
export const changes = ofEvents(catalog.change, 'changes');

export const infrastructure = resource('infrastructure', 'Infrastructure', catalog.infrastructure, {
  byId: true,
  derived: new Map([
    [
      'daysToExpiry',
      {
        description: 'Whole days until it expires, negative once it has',
        columns: ['expires_at'],
        type: 'integer',
      },
    ],
  ]),
});
export const configuration = resource('configuration', 'Configuration', catalog.configuration, { byId: true });
const userId = { description: 'Id of the person, as /api/users has it', columns: ['source'] };
export const mailboxes = resource('mailboxes', 'Mailbox', catalog.mailbox, {
  byId: true,
  derived: new Map([['userId', userId]]),
});
export const mailDevices = resource('mail-devices', 'MailDevice', catalog.mail_device, {
  byId: true,
  derived: new Map([
    ['userId', userId],
    ['deviceId', deviceIdOf(catalog.mail_device)],
  ]),
});
export const statistics = resource('statistics', 'Statistic', catalog.statistic, { sortedBy: latestFirst });
export const accessLog = resource('access-log', 'Reading', catalog.access_log, { sortedBy: latestFirst });
export const operatorJournal = resource('operator-journal', 'OperatorAction', catalog.operator_journal, {
  sortedBy: latestFirst,
});
/** The views of a person: not lists of their own, but answered with a user. */
export const directoryUsers = resource('directoryUsers', 'DirectoryUser', catalog.directory_user, {
  derived: new Map([
    [
      'managerId',
      { description: 'Id of the manager, as /api/users has it; on request', columns: ['source', 'manager_key'] },
    ],
  ]),
});
export const emmUsers = resource('emmUsers', 'EmmUser', catalog.emm_user);

/** What `POST /api/search` takes as `dataset`. */
export const searchable: readonly Resource[] = [users, devices, mailboxes, mailDevices, infrastructure, configuration];

/** API names of all fields that an item may have, in the order of the catalogue. */
export function fieldNames(resource: Resource): readonly string[] {
  const own = [...resource.fields.values()].filter((f) => f.shown).map((f) => f.name);
  return [...own, ...resource.derived.keys()];
}

/** Of those that it has unless `fields` says otherwise. */
export const shownFields = (resource: Resource): readonly string[] =>
  fieldNames(resource).filter((name) => !isOfUser(name) && name !== APP_VERSION);

/** Whether a request without `q` only can look through names of it. */
export const searchedFields = (resource: Resource): readonly ListedField[] =>
  [...resource.fields.values()].filter((f) => f.field.searchable);
