// What the estate asks, and the shape of what it is answered.
import type { COMPLIANCE_STATES, OWNERSHIPS, PLATFORMS } from '../../lib/catalog/devices.ts';
import type { Link as LinkKind } from '../../lib/people/link.ts';
import type { Rank } from '../../lib/search/question.ts';

export type Platform = (typeof PLATFORMS)[number];
export type Ownership = (typeof OWNERSHIPS)[number];
export type Compliance = (typeof COMPLIANCE_STATES)[number];
export type { LinkKind, Rank };

/** Any field of an answer: which there are, the catalogue declares. */
export type Told = Readonly<Record<string, unknown>>;

/** What lists show of a device. */
export interface DeviceRow {
  readonly id: string;
  readonly source: string;
  readonly hardwareId: string | null;
  readonly deviceName: string | null;
  readonly platform: string | null;
  readonly osVersion: string | null;
  readonly manufacturer: string | null;
  readonly model: string | null;
  readonly ownership: string | null;
  readonly compliance: string | null;
  readonly lastSeenAt: string | null;
  readonly absentSince: string | null;
  readonly userId: string | null;
  readonly user?: { readonly displayName: string | null } | null;
}

const ROW_FIELDS = [
  ...['id', 'source', 'hardwareId', 'deviceName', 'platform', 'osVersion', 'manufacturer', 'model', 'ownership'],
  ...['compliance', 'lastSeenAt', 'absentSince', 'userId'],
] as const;
/** With the names of their users: it is logged as reading these people. */
export const NAMED_FIELDS: readonly string[] = [...ROW_FIELDS, 'user.displayName'];

/** Why it is in the answer. */
export interface Match {
  readonly field: string;
  readonly rank: Rank;
}

export interface FoundUser {
  readonly id: string;
  readonly displayName: string | null;
  readonly userPrincipalName: string | null;
  readonly mail: string | null;
  readonly department: string | null;
  readonly enabled: boolean | null;
  /** All of the person's: of these, only those that answer by themselves are found. */
  readonly deviceCount: number;
  readonly matched: readonly Match[];
}

export interface FoundDevice extends DeviceRow {
  readonly externalId: string;
  readonly matched: readonly Match[];
}

/** A list of another operation: of a person it is one of the person's, and of shared ones and rooms all that is known. */
export interface FoundMailbox {
  readonly id: string;
  readonly source: string;
  readonly displayName: string | null;
  readonly mail: string | null;
  readonly type: string | null;
  readonly absentSince: string | null;
  readonly userId: string | null;
}

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

export interface UserDetail {
  readonly id: string;
  readonly displayName: string | null;
  readonly userPrincipalName: string | null;
  readonly mail: string | null;
  readonly department: string | null;
  readonly enabled: boolean | null;
  readonly views: { readonly directory: readonly View[]; readonly emm: readonly View[] };
  readonly devices: readonly DeviceRow[];
}

export interface App {
  readonly id: string;
  readonly title: string | null;
  readonly version: string | null;
  readonly publisher: string | null;
  readonly managed: boolean | null;
  readonly installState: string | null;
}

export interface Position {
  readonly id: string;
  readonly source: string;
  readonly fixedAt: string;
  readonly latitude: number;
  readonly longitude: number;
  readonly accuracyMetres: number | null;
  readonly method: string | null;
}

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
export interface Counted {
  readonly day: string;
  readonly dimension: string;
  readonly value: number;
}
