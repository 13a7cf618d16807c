// What must stand in no log line: everything that names a person or a device of the estate, and every secret.

import { exchanged } from '../../local/fleet/blackberry-uem/ids.ts';
import { imeiOf, serialOf } from '../../local/fleet/estate/device.ts';
import { accountName } from '../../local/fleet/estate/person.ts';
import type { Fleet } from '../../local/fleet/index.ts';
import { SOURCE_TYPE_NAMES } from '../../local/fleet/members.ts';

type Kind = string;

function* forbidden(fleet: Fleet): Generator<readonly [Kind, string]> {
  const { estate, license } = fleet;
  const { intune, 'blackberry-uem': uem, 'active-directory': directory } = fleet.systems;
  const people = [...estate.people, ...[...estate.leavers.values()].map(({ person }) => person)];
  for (const person of people) {
    if (!person) continue;
    yield ['name', person.displayName];
    yield ['mail', person.mail];
    yield ['alias', person.alias];
    yield ['account', accountName(person)];
    yield ['user id', person.id];
    yield ['user id', exchanged(person.id)];
    yield ['object id', person.objectGuid];
    yield ['phone', person.mobilePhone];
    yield ['phone', person.mobilePhone.replace(/\D/g, '')];
  }
  for (const device of estate.devices) {
    yield ['device', device.name];
    yield ['device id', device.id];
    yield ['device id', exchanged(device.id)];
    yield ['imei', imeiOf(device)];
    yield ['serial', serialOf(device)];
  }
  yield ['bind DN', directory.bindDn];
  yield ['base DN', directory.baseDn];
  yield ['secret', uem.vppToken];
  yield ['tenant', intune.tenantId];
  yield ['tenant', uem.tenantId];
  for (const { settings, secrets } of SOURCE_TYPE_NAMES.map(fleet.entry)) {
    for (const secret of Object.values(secrets)) yield ['secret', secret];
    for (const value of Object.values(settings).map(String))
      if (/^https:|^ldaps:/.test(value)) yield ['address', new URL(value).host];
  }
  for (const url of [intune.blobUrl, directory.startTlsUrl, license.url]) yield ['address', new URL(url).host];
}

/** Pairs of kind and line; empty where nothing leaked. Give it before and after people left, it knows who is there. */
export function leaks(fleet: Fleet, lines: readonly string[], secrets: readonly string[] = []): string[] {
  const all = [...forbidden(fleet), ...secrets.map((secret) => ['secret', secret] as const)];
  const words = all.filter(([, word]) => word.length >= 5).map(([kind, word]) => [kind, word.toLowerCase()] as const);
  const text = lines.join('\n').toLowerCase();
  const found = words.filter(([, word]) => text.includes(word)).map(([kind, word]) => `${kind}: ${word}`);
  const token = /\beyJ[\w-]{20,}/.exec(lines.join('\n'));
  return token ? [...found, 'token'] : found;
}
