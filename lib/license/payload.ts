// What the licence check sends, as a closed type: an identifier of the installation, versions and counts. Nothing else
// can be put into it: names come from closed lists, versions are digits and dots, everything else is a number.
import { z } from 'zod';
import { PLATFORMS } from '../catalog/devices.ts';
import { EMM_TYPES } from '../sources/registry.ts';

/** Digits and dots; parts are too short for a number of a phone or a device. */
export const VERSION = /^\d{1,6}(\.\d{1,6}){0,4}$/;

const version = z.union([z.string().regex(VERSION), z.literal('unknown')]);
/** Whose users are counted; every other source is none. */
const emmType = z.enum(EMM_TYPES);
const counted = z.int().min(0);

export const licensePayload = z.strictObject({
  /** Of this type; grows with each change of it. What was sent before it had a number had none. */
  format: z.literal(1),
  serverId: z.uuid(),
  /** Of the installation: what its signature is verified with. 44 bytes in base64. */
  publicKey: z.string().regex(/^[A-Za-z0-9+/]{59}=$/),
  versions: z.strictObject({ emmLens: version, functionsHost: version, nodeJs: version }),
  emmSystems: z.array(z.strictObject({ product: emmType, version })),
  collectors: z.array(z.strictObject({ nodeJs: version, count: counted, peak: counted })),
  /** Of all versions together: the most at once, yesterday or today (UTC). */
  collectorPeak: counted,
  mailAddresses: counted,
  users: z.array(z.strictObject({ product: emmType, count: counted })),
  devices: counted,
  devicesPerType: z.array(z.strictObject({ type: z.enum(PLATFORMS), count: counted })),
});

export type LicensePayload = z.infer<typeof licensePayload>;

/** Of a preview, in the place of what the check makes first. */
export const TO_BE_MADE = 'made by the next check';

export const licensePreview = licensePayload.extend({
  serverId: z.union([licensePayload.shape.serverId, z.literal(TO_BE_MADE)]),
  publicKey: z.union([licensePayload.shape.publicKey, z.literal(TO_BE_MADE)]),
});

/** A version as it may be sent: a leading `v` and what follows the digits and dots is not. */
export function versionOf(text: unknown): string {
  const [, digits] =
    /^v?(\d{1,6}(?:\.\d{1,6}){0,4})(?:[-+ ].*)?$/s.exec(typeof text === 'string' ? text.trim() : '') ?? [];
  return digits ?? 'unknown';
}

/** The bytes that are sent. Throws ZodError on anything that the type does not know: a fault of ours. */
export function serialise<T>(type: z.ZodType<T>, payload: T): Buffer {
  return Buffer.from(JSON.stringify(type.parse(payload)), 'utf8');
}
