// What the estate asks, and the shape of what it is answered.
import type { COMPLIANCE_STATES, OWNERSHIPS, PLATFORMS } from '../../lib/catalog/devices.ts';
import type { Link as LinkKind } from '../../lib/people/link.ts';
import type { Rank } from '../../lib/search/question.ts';
import type { FieldsOf, RowWith } from '../api/row.ts';

export type Platform = (typeof PLATFORMS)[number];
export type Ownership = (typeof OWNERSHIPS)[number];
export type Compliance = (typeof COMPLIANCE_STATES)[number];
export type { DeviceTotal } from '../../lib/query/counted-devices.ts';
export type { LinkKind, Rank };

/** Any field of an answer: which there are, the catalogue declares. */
export type Told = Readonly<Record<string, unknown>>;

const ROW_FIELDS = [
  ...(['id', 'source', 'hardwareId', 'deviceName', 'platform', 'osVersion', 'manufacturer', 'model'] as const),
  ...(['ownership', 'compliance', 'lastSeenAt', 'absentSince', 'userId'] as const),
] as const satisfies FieldsOf<'device'>;
/** What lists show of a device. */
export interface DeviceRow extends RowWith<'device', typeof ROW_FIELDS> {
  readonly user?: { readonly displayName: string | null } | null;
  /** Where they are asked for by an app. */
  readonly appVersion?: string | null;
}
/** With the names of their users: it is logged as reading these people. */
export const NAMED_FIELDS: readonly string[] = [...ROW_FIELDS, 'user.displayName'];

/** Why it is in the answer. */
export interface Match {
  readonly field: string;
  readonly rank: Rank;
}

/** In lists: its name is told with it. */
export const PERSON_FIELDS = [
  'id',
  ...(['displayName', 'userPrincipalName', 'mail', 'department', 'enabled'] as const),
] as const satisfies FieldsOf<'subject'>;
export type PersonRow = RowWith<'subject', typeof PERSON_FIELDS>;

export interface FoundUser extends PersonRow {
  /** All of the person's: of these, only those that answer by themselves are found. */
  readonly deviceCount: number;
  readonly matched: readonly Match[];
}

export interface FoundDevice extends DeviceRow {
  readonly externalId: string;
  readonly matched: readonly Match[];
}

/** A list of another operation: of a person it is one of the person's, and of shared ones and rooms all that is known. */
export const FOUND_MAILBOX_FIELDS = [
  ...(['id', 'source', 'displayName', 'mail', 'type', 'absentSince', 'userId'] as const),
] as const satisfies FieldsOf<'mailbox'>;
export type FoundMailbox = RowWith<'mailbox', typeof FOUND_MAILBOX_FIELDS>;

export interface Found {
  readonly users: readonly FoundUser[];
  readonly devices: readonly FoundDevice[];
  readonly cut: { readonly users: boolean; readonly devices: boolean };
  readonly nextCursor: string | null;
}

export interface DeviceLink {
  readonly id: string;
  readonly source: string;
  readonly deviceName: string | null;
  readonly platform: string | null;
  readonly lastSeenAt: string | null;
  readonly identifiers: readonly string[];
}

export interface DeviceDetail extends DeviceRow, Told {
  readonly complianceReasons: readonly unknown[] | null;
  readonly changedAt: string;
  readonly firstSeenAt: string;
  readonly appCount: number;
  readonly links: readonly DeviceLink[];
  readonly user: { readonly id: string; readonly displayName: string | null } | null;
}

/** What one source says of a person. */
export interface View extends Told {
  readonly id: string;
  readonly source: string;
  readonly link: LinkKind;
  readonly managerId?: string | null;
}

export interface UserDetail extends PersonRow {
  readonly views: { readonly directory: readonly View[]; readonly emm: readonly View[] };
  readonly devices: readonly DeviceRow[];
}

export const APP_FIELDS = [
  ...(['id', 'title', 'version', 'publisher', 'managed', 'installState'] as const),
] as const satisfies FieldsOf<'device_app'>;
export type App = RowWith<'device_app', typeof APP_FIELDS>;

export const POSITION_FIELDS = [
  ...(['id', 'source', 'fixedAt', 'latitude', 'longitude', 'accuracyMetres', 'method'] as const),
] as const satisfies FieldsOf<'location'>;
export type Position = RowWith<'location', typeof POSITION_FIELDS>;

/** Of the inventory: a title in a version. */
export interface Title {
  readonly id: string | null;
  readonly title: string | null;
  readonly version: string | null;
  readonly platform: string | null;
  readonly devices: number;
}

export interface Inventory {
  readonly items: readonly Title[];
  readonly other: { readonly apps: number; readonly installations: number } | null;
  readonly nextCursor: string | null;
  readonly countedAt: string | null;
}

/** One number of one day. */
export const COUNTED_FIELDS = ['day', 'dimension', 'value'] as const satisfies FieldsOf<'statistic'>;
export type Counted = RowWith<'statistic', typeof COUNTED_FIELDS>;
