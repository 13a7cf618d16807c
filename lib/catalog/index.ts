// What may be stored, all of it. The ground floor: imports nothing else of ours.
import { app_access, told_id } from './access.ts';
import { app_group, app_mark } from './apps.ts';
import { call, message } from './calls.ts';
import { columnsOf, type Dataset, type EventDataset, type RowOf } from './dataset.ts';
import { configuration, device, device_app, infrastructure } from './devices.ts';
import { change, data_usage, location, poll_run, roaming, statistic, violation } from './events.ts';
import { apiName, type PersonalDataClass, type Switch } from './field.ts';
import {
  access_log,
  collector,
  collector_peak,
  deletion_hold,
  kept_value,
  license_exchange,
  log_file,
  log_sender,
  log_window,
  notification,
  notification_delivery,
  operator_journal,
  parent_digest,
  pass_key,
  search_term,
  setting,
  source_state,
  subject,
  subject_alias,
  write_lock,
} from './internal.ts';
import { pim_activity, pim_request } from './mail.ts';
import { mail_device, mailbox } from './mailboxes.ts';
import { directory_user, emm_user } from './people.ts';
import { rule_hit } from './rules.ts';
import { day_salt, http_category, http_request, http_total, http_traffic, person_day } from './web.ts';

export const catalog = {
  directory_user,
  emm_user,
  device,
  device_app,
  infrastructure,
  configuration,
  mailbox,
  mail_device,
  change,
  location,
  roaming,
  violation,
  data_usage,
  call,
  message,
  http_total,
  http_category,
  http_traffic,
  http_request,
  pim_activity,
  pim_request,
  app_access,
  rule_hit,
  poll_run,
  statistic,
  subject,
  subject_alias,
  source_state,
  deletion_hold,
  kept_value,
  collector,
  collector_peak,
  access_log,
  operator_journal,
  license_exchange,
  log_file,
  log_sender,
  log_window,
  notification,
  notification_delivery,
  setting,
  write_lock,
  parent_digest,
  pass_key,
  search_term,
  day_salt,
  person_day,
  told_id,
  app_group,
  app_mark,
} as const;

export type Catalog = typeof catalog;
export type DatasetName = keyof Catalog;
export type MirrorName = { [N in DatasetName]: Catalog[N]['kind'] extends 'mirror' ? N : never }[DatasetName];
/** Events that a source tells. */
export type ToldEventName = { [N in DatasetName]: Catalog[N] extends { toldBy: 'source' } ? N : never }[DatasetName];
/** Events that ingest makes of what a mirror reads. */
export type DerivedEventName = {
  [N in DatasetName]: Catalog[N] extends { toldBy: { mirror: string } } ? N : never;
}[DatasetName];
export type Row<N extends DatasetName> = RowOf<Catalog[N]>;

export const mirrors = Object.values<Dataset>(catalog).filter(
  (d) => d.kind === 'mirror',
) as readonly Dataset<'mirror'>[];

/** Whoever walks them asks for them: a test has events of its own among them. */
export const datasets = (): readonly Dataset[] => Object.values(catalog);
export const events = (): readonly EventDataset[] => datasets().filter(isEvent);
/** Told of devices that any system may have. */
export const ofAnyDevice = ({ device }: Dataset): boolean => device !== undefined && 'by' in device;
export const isEvent = (dataset: Dataset): dataset is EventDataset => dataset.kind === 'event';

/** Whether it speaks about a person, by the person's id. */
export const hasSubject = (dataset: Dataset): boolean => Object.hasOwn(columnsOf(dataset), 'subject_id');

/** Event datasets that speak about a person. */
export const eventsOfPeople = (): readonly EventDataset[] => events().filter(hasSubject);

/** Whether the value of a field or parameter may say something about a person by itself. */
export const isTelling = (of: { readonly class: PersonalDataClass }): boolean => of.class !== 'technical';

/** Whether its rows speak about people by its own fields; what products put into `attributes` may tell more. */
export const hasTellingFields = (dataset: Dataset): boolean =>
  hasSubject(dataset) || Object.values(columnsOf(dataset)).some(isTelling);

export function isDatasetName(name: string): name is DatasetName {
  return Object.hasOwn(catalog, name);
}

export function datasetNamed(name: DatasetName): Dataset {
  return catalog[name];
}

/** The switch of a source without which the field is not collected. */
export const switchOf = (dataset: Dataset, field: string | undefined): Switch | undefined =>
  (field === undefined ? undefined : dataset.fields[field]?.switch) ?? dataset.switch;

/** Names, in both spellings, of fields that say something about a person: the logger shows no value under them. */
export const personalFieldNames: ReadonlySet<string> = new Set(
  datasets()
    .flatMap((dataset) => Object.entries(dataset.fields))
    .flatMap(([name, field]) => (isTelling(field) ? [name, apiName(name)] : [])),
);

export const eventNamed = (name: ToldEventName): EventDataset => catalog[name];

/** The mirrors whose rows belong to rows of this one. */
export function childrenOf(parent: string): readonly Dataset<'mirror'>[] {
  return mirrors.filter((d) => d.parent?.dataset === parent);
}

export { ACCESS_KINDS, ACCESS_RESULTS, type AccessKind, type AccessResult } from './access.ts';
export { ALIAS_KINDS, type AliasKind } from './alias.ts';
export type { NumberKind } from './calls.ts';
export {
  byTime,
  columnsOf,
  type Dataset,
  type DatasetKind,
  DEFAULT_RETENTION_DAYS,
  type EventDataset,
  identityOf,
  waits,
} from './dataset.ts';
export {
  type Counter,
  type DeviceId,
  type DeviceName,
  derivationOf,
  type HardwareField,
  judgedBy,
  lookupsOf,
  OWNER_COLUMNS,
  type Standing,
  type Stored,
} from './event.ts';
export {
  apiName,
  type Field,
  type FieldKind,
  type Fields,
  type FoundAs,
  foldedColumn,
  hashColumns,
  isFolded,
  isOfNumber,
  madeColumns,
  type NamedSwitch,
  PERSONAL_DATA_CLASSES,
  type PersonalDataClass,
  type Switch,
  VERSION_KEY_LENGTH,
  versionColumn,
} from './field.ts';
export { HOLD_KINDS, type HoldKind, WRITE_LOCKS, type WriteLock } from './internal.ts';
export { PIM_ACTIVITIES, PIM_CLASSES, type PimActivity, type PimClass } from './mail.ts';
export { JUDGED, type JudgedName, SEVERITIES } from './rules.ts';
