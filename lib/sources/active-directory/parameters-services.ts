// Attributes of an AD user that belong to a service: Exchange, Remote Desktop, dial-in, Unix.
import type { Parameter } from '../parameters.ts';
import { boolean, dn, dns, guid, integer, text, texts, time } from './attribute.ts';

const exchange: readonly Parameter[] = [
  guid('msExchMailboxGuid', 'identifier', 'extended'),
  text('msExchRecipientTypeDetails', 'technical', 'extended', { description: '64-bit set, as text', tracked: true }),
  text('msExchRemoteRecipientType', 'technical', 'extended', { description: '64-bit set, as text', tracked: true }),
  integer('msExchMobileMailboxFlags', 'technical', 'extended', { tracked: true }),
  boolean('msExchHideFromAddressLists', 'technical', 'extended', { tracked: true }),
  dn('homeMDB', 'technical', 'extended', { tracked: true }),
  text('mailNickname', 'identifier', 'extended'),
  text('targetAddress', 'contact', 'extended'),
  text('legacyExchangeDN', 'identifier', 'extended'),
  dns('showInAddressBook', 'technical', 'extended'),
  boolean('showInAdvancedViewOnly', 'technical', 'extended'),
  // What a company writes there is its own secret: from cost centres to remarks about people.
  ...Array.from({ length: 15 }, (_, i) => text(`extensionAttribute${i + 1}`, 'content', 'sensitive')),
];

const remoteDesktop: readonly Parameter[] = [
  boolean('msTSAllowLogon', 'technical', 'extended', { tracked: true }),
  boolean('msTSBrokenConnectionAction', 'technical', 'extended'),
  boolean('msTSConnectClientDrives', 'technical', 'extended'),
  boolean('msTSConnectPrinterDrives', 'technical', 'extended'),
  boolean('msTSDefaultToMainPrinter', 'technical', 'extended'),
  time('msTSExpireDate', 'technical', 'extended'),
  text('msTSHomeDirectory', 'identifier', 'extended'),
  text('msTSHomeDrive', 'technical', 'extended'),
  text('msTSInitialProgram', 'technical', 'extended'),
  integer('msTSMaxConnectionTime', 'technical', 'extended', { unit: 'min' }),
  integer('msTSMaxDisconnectionTime', 'technical', 'extended', { unit: 'min' }),
  integer('msTSMaxIdleTime', 'technical', 'extended', { unit: 'min' }),
  dn('msTSPrimaryDesktop', 'technical', 'extended'),
  text('msTSProfilePath', 'identifier', 'extended'),
  boolean('msTSReconnectionAction', 'technical', 'extended'),
  integer('msTSRemoteControl', 'technical', 'extended', { tracked: true }),
  dns('msTSSecondaryDesktops', 'technical', 'extended'),
  text('msTSWorkDirectory', 'identifier', 'extended'),
];

const dialIn: readonly Parameter[] = [
  boolean('msNPAllowDialin', 'technical', 'extended', { tracked: true }),
  integer('msRADIUSServiceType', 'technical', 'extended', { tracked: true }),
  integer('msRADIUSFramedIPAddress', 'identifier', 'sensitive'),
  texts('msNPCallingStationID', 'contact', 'sensitive'),
  text('msRADIUSCallbackNumber', 'contact', 'sensitive'),
  text('msRASSavedCallbackNumber', 'contact', 'sensitive'),
];

const unix: readonly Parameter[] = [
  integer('uidNumber', 'identifier', 'extended'),
  integer('gidNumber', 'technical', 'extended'),
  text('unixHomeDirectory', 'identifier', 'extended'),
  text('loginShell', 'technical', 'extended'),
  text('msSFU30Name', 'identifier', 'extended'),
  text('msSFU30NisDomain', 'organisation', 'extended'),
];

export const serviceParameters: readonly Parameter[] = [...exchange, ...remoteDesktop, ...dialIn, ...unix];
