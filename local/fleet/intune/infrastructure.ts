// What Intune says of itself: tenant, overview, certificates, tokens and connectors. Dates follow the fleet's own clock.

import type { Json } from '../estate/device.ts';
import type { Estate } from '../estate/estate.ts';
import type { Platform } from '../estate/models.ts';
import type { JsonObject } from '../http/exchange.ts';
import { guid, hex } from '../random.ts';
import { instant } from './odata.ts';

const DAY = 86_400_000;

export function tenant(estate: Estate): JsonObject {
  return {
    id: guid(estate.options.seed, 900),
    intuneAccountId: guid(estate.options.seed, 901),
    subscriptionState: 'active',
  };
}

export function overview(estate: Estate): JsonObject {
  const count = (platform: Platform): number =>
    estate.devicesOf('intune').reduce((sum, device) => sum + (device.platform === platform ? 1 : 0), 0);
  const android = count('android');
  return {
    id: guid(estate.options.seed, 902),
    enrolledDeviceCount: estate.devicesOf('intune').length,
    mdmEnrolledCount: estate.devicesOf('intune').length,
    dualEnrolledDeviceCount: 0,
    deviceOperatingSystemSummary: {
      androidCount: android,
      iosCount: count('ios'),
      macOSCount: count('macos'),
      windowsMobileCount: 0,
      windowsCount: count('windows'),
      unknownCount: 0,
      androidDedicatedCount: 0,
      androidDeviceAdminCount: 0,
      androidFullyManagedCount: android,
      androidWorkProfileCount: 0,
      androidCorporateWorkProfileCount: 0,
      configMgrDeviceCount: 0,
    },
    deviceExchangeAccessStateSummary: {
      allowedDeviceCount: estate.devicesOf('intune').length,
      blockedDeviceCount: 0,
      quarantinedDeviceCount: 0,
      unknownDeviceCount: 0,
      unavailableDeviceCount: 0,
    },
  };
}

export function pushCertificate(estate: Estate): JsonObject {
  const { epoch, seed } = estate.options;
  return {
    id: guid(seed, 903),
    appleIdentifier: 'mdm@contoso.example',
    topicIdentifier: `com.apple.mgmt.External.${guid(seed, 904)}`,
    lastModifiedDateTime: instant(epoch - 300 * DAY),
    expirationDateTime: instant(epoch + 65 * DAY),
    certificateUploadStatus: null,
    certificateUploadFailureReason: null,
    certificateSerialNumber: hex(16, seed, 905).toUpperCase(),
    certificate: null,
  };
}

export function vppTokens(estate: Estate): JsonObject[] {
  const { epoch, seed } = estate.options;
  const token = (index: number, expires: number, state: string): JsonObject => ({
    id: guid(seed, 910 + index),
    organizationName: 'Contoso',
    vppTokenAccountType: 'business',
    appleId: `vpp${index}@contoso.example`,
    expirationDateTime: instant(expires),
    lastModifiedDateTime: instant(epoch - 20 * DAY),
    lastSyncDateTime: instant(estate.now - 3_600_000),
    token: null,
    state,
    lastSyncStatus: state === 'valid' ? 'completed' : 'failed',
    automaticallyUpdateApps: true,
    countryOrRegion: 'de',
  });
  return [token(1, epoch + 150 * DAY, 'valid'), token(2, epoch - 4 * DAY, 'expired')];
}

export function depSettings(estate: Estate): JsonObject[] {
  const { epoch, seed } = estate.options;
  return [
    {
      id: guid(seed, 920),
      appleIdentifier: 'abm@contoso.example',
      tokenExpirationDateTime: instant(epoch + 120 * DAY),
      lastModifiedDateTime: instant(epoch - 245 * DAY),
      lastSuccessfulSyncDateTime: instant(estate.now - 1_800_000),
      lastSyncTriggeredDateTime: instant(estate.now - 1_800_000),
      lastSyncErrorCode: 0,
      tokenName: 'ABM',
      tokenType: 'dep',
      syncedDeviceCount: estate.devicesOf('intune').filter(({ model }) => model.manufacturer === 'Apple').length,
      dataSharingConsentGranted: true,
      shareTokenWithSchoolDataSyncService: false,
      roleScopeTagIds: ['0'],
    },
  ];
}

export function exchangeConnectors(estate: Estate): JsonObject[] {
  return [
    {
      id: guid(estate.options.seed, 930),
      lastSyncDateTime: instant(estate.now - 600_000),
      status: 'connected',
      primarySmtpAddress: 'connector@contoso.example',
      serverName: 'EXCH01',
      connectorServerName: 'CONN01',
      exchangeConnectorType: 'onPremises',
      version: '5.1.1908.0',
      exchangeAlias: 'connector',
      exchangeOrganization: 'Contoso',
    },
  ];
}

export function threatDefenseConnectors(estate: Estate): JsonObject[] {
  return [
    {
      id: guid(estate.options.seed, 940),
      lastHeartbeatDateTime: instant(estate.now - 120_000),
      partnerState: 'enabled',
      androidEnabled: true,
      iosEnabled: true,
      windowsEnabled: true,
      androidDeviceBlockedOnMissingPartnerData: false,
      iosDeviceBlockedOnMissingPartnerData: false,
      windowsDeviceBlockedOnMissingPartnerData: false,
      partnerUnsupportedOsVersionBlocked: false,
      partnerUnresponsivenessThresholdInDays: 7,
      allowPartnerToCollectIOSApplicationMetadata: false,
      allowPartnerToCollectIOSPersonalApplicationMetadata: false,
      androidMobileApplicationManagementEnabled: false,
      iosMobileApplicationManagementEnabled: false,
      microsoftDefenderForEndpointAttachEnabled: true,
    },
  ];
}

export function compliancePartners(estate: Estate): JsonObject[] {
  const assignments: Json = [{ target: { '@odata.type': '#microsoft.graph.allLicensedUsersAssignmentTarget' } }];
  return [
    {
      id: guid(estate.options.seed, 950),
      lastHeartbeatDateTime: instant(estate.now - 900_000),
      partnerState: 'enabled',
      displayName: 'Jamf Device Compliance',
      macOsOnboarded: true,
      androidOnboarded: false,
      iosOnboarded: false,
      macOsEnrollmentAssignments: assignments,
      androidEnrollmentAssignments: [],
      iosEnrollmentAssignments: [],
    },
  ];
}
