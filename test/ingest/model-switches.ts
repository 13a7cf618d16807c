// What a scripted source may collect, by its switches, and how a change of each parameter is told.
export interface Switches {
  readonly exclude: readonly string[];
  readonly phoneNumbers: 'off' | 'masked' | 'full';
  readonly personalDevices: boolean;
}

interface ModelParameter {
  /** As `change` events name it. */
  readonly api: string;
  /** With both values (technical ones), by its name alone (what says something about a person), or not at all. */
  readonly told: 'values' | 'name' | 'not';
}

const values = (api: string): ModelParameter => ({ api, told: 'values' });
const name = (api: string): ModelParameter => ({ api, told: 'name' });
const untold = (api: string): ModelParameter => ({ api, told: 'not' });

/** By dataset and field; attributes stand among the fields. The keys of the records are left out. */
export const PARAMETERS: Readonly<
  Record<'directory_user' | 'emm_user' | 'device' | 'device_app', Readonly<Record<string, ModelParameter>>>
> = {
  directory_user: {
    object_guid: untold('objectGuid'),
    display_name: name('displayName'),
    user_principal_name: name('userPrincipalName'),
    mail: name('mail'),
  },
  emm_user: {
    entra_id: untold('entraId'),
    object_guid: untold('objectGuid'),
    display_name: name('displayName'),
    user_principal_name: name('userPrincipalName'),
    mail: name('mail'),
    phone_number: name('phoneNumber'),
  },
  device: {
    user_external_id: untold('userExternalId'),
    device_name: name('deviceName'),
    os_version: values('osVersion'),
    ownership: values('ownership'),
    carrier: values('carrier'),
    phone_number: name('phoneNumber'),
    joinType: values('joinType'),
    notes: name('notes'),
  },
  device_app: { title: untold('title'), version: untold('version') },
};

/** Names by dataset; switches stand among them. */
export type Collected = Record<string, readonly string[]>;

const FULL = 'phone numbers: in full';
const MASKED = 'phone numbers: masked';
export const isPhonePolicy = (name: string): boolean => name === FULL || name === MASKED;
export const PERSONAL_DEVICES = 'personal devices';

export function collectedBy({ exclude, phoneNumbers, personalDevices }: Switches): Collected {
  const collected: Collected = {};
  for (const [dataset, parameters] of Object.entries(PARAMETERS)) {
    const names = Object.keys(parameters).filter((name) => !exclude.includes(name));
    // In full holds masked, masked holds nothing: going down takes away, going up does not.
    if (names.includes('phone_number') && phoneNumbers !== 'off')
      names.push(...(phoneNumbers === 'full' ? [FULL, MASKED] : [MASKED]));
    if (dataset === 'device_app' && personalDevices) names.push(PERSONAL_DEVICES);
    collected[dataset] = names;
  }
  return collected;
}

export const PHONE = '+49 151 23456789';
/** What is stored of a phone number. */
export const phoneBy = ({ phoneNumbers }: Switches): string | null =>
  ({ off: null, masked: '+49151********', full: PHONE })[phoneNumbers];
