// Attributes of an AD user that belong to a service: Exchange, Remote Desktop, dial-in, Unix.
import { attribute, type Line, state } from '../declare.ts';
import { dn, dns, guid, time } from './transforms.ts';

const exchange: readonly Line[] = [
  attribute('msExchMailboxGuid', 'string', 'identifier', { transform: guid }),
  state('msExchRecipientTypeDetails', 'string', { description: '64-bit set, as text' }),
  state('msExchRemoteRecipientType', 'string', { description: '64-bit set, as text' }),
  state('msExchMobileMailboxFlags', 'integer'),
  state('msExchHideFromAddressLists', 'boolean'),
  state('homeMDB', 'string', { transform: dn }),
  attribute('mailNickname', 'string', 'identifier'),
  attribute('targetAddress', 'string', 'contact', { phone: false }),
  attribute('legacyExchangeDN', 'string', 'identifier'),
  attribute('showInAddressBook', 'strings', 'technical', { transform: dns }),
  attribute('showInAdvancedViewOnly', 'boolean', 'technical'),
  // What a company writes there is its own secret: from cost centres to remarks about people.
  ...Array.from({ length: 15 }, (_, i) =>
    attribute(`extensionAttribute${i + 1}`, 'string', 'content', { profile: 'sensitive' }),
  ),
];

const remoteDesktop: readonly Line[] = [
  state('msTSAllowLogon', 'boolean'),
  attribute('msTSBrokenConnectionAction', 'boolean', 'technical'),
  attribute('msTSConnectClientDrives', 'boolean', 'technical'),
  attribute('msTSConnectPrinterDrives', 'boolean', 'technical'),
  attribute('msTSDefaultToMainPrinter', 'boolean', 'technical'),
  attribute('msTSExpireDate', 'instant', 'technical', { transform: time }),
  attribute('msTSHomeDirectory', 'string', 'identifier'),
  attribute('msTSHomeDrive', 'string', 'technical'),
  attribute('msTSInitialProgram', 'string', 'technical'),
  attribute('msTSMaxConnectionTime', 'integer', 'technical', { unit: 'min' }),
  attribute('msTSMaxDisconnectionTime', 'integer', 'technical', { unit: 'min' }),
  attribute('msTSMaxIdleTime', 'integer', 'technical', { unit: 'min' }),
  attribute('msTSPrimaryDesktop', 'string', 'technical', { transform: dn }),
  attribute('msTSProfilePath', 'string', 'identifier'),
  attribute('msTSReconnectionAction', 'boolean', 'technical'),
  state('msTSRemoteControl', 'integer'),
  attribute('msTSSecondaryDesktops', 'strings', 'technical', { transform: dns }),
  attribute('msTSWorkDirectory', 'string', 'identifier'),
];

const dialIn: readonly Line[] = [
  state('msNPAllowDialin', 'boolean'),
  state('msRADIUSServiceType', 'integer'),
  attribute('msRADIUSFramedIPAddress', 'integer', 'identifier', { profile: 'sensitive' }),
  attribute('msNPCallingStationID', 'strings', 'contact', { profile: 'sensitive', phone: true }),
  attribute('msRADIUSCallbackNumber', 'string', 'contact', { profile: 'sensitive', phone: true }),
  attribute('msRASSavedCallbackNumber', 'string', 'contact', { profile: 'sensitive', phone: true }),
];

const unix: readonly Line[] = [
  attribute('uidNumber', 'integer', 'identifier'),
  attribute('gidNumber', 'integer', 'technical'),
  attribute('unixHomeDirectory', 'string', 'identifier'),
  attribute('loginShell', 'string', 'technical'),
  attribute('msSFU30Name', 'string', 'identifier'),
  attribute('msSFU30NisDomain', 'string', 'organisation'),
];

export const serviceParameters: readonly Line[] = [...exchange, ...remoteDesktop, ...dialIn, ...unix];
