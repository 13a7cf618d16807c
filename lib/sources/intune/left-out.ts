// Entities of Graph that are not read at all, each with the reason.
import { type LeftOut, leave } from '../declare.ts';

const ANALYTICS = 'Endpoint analytics: scores of a product of its own, for the console.';
const REPORT = 'A report of what the lists and the records of a device say already.';
const REPORT_APPS = 'Counts of installations per app: the inventory of apps says them.';
const UPDATES = 'One report for each policy; the version of the system says what was installed.';

export const entitiesLeftOut: readonly LeftOut[] = [
  ...leave(
    'deviceCompliancePolicySettingState',
    'One request for each policy of each device, which does not scale to a fleet.',
    `
      currentValue errorCode errorDescription instanceDisplayName setting settingName sources state userEmail
      userId userName userPrincipalName
    `,
  ),
  ...leave(
    'managedAppRegistration',
    'Apps on devices that nobody manages: no dataset, and nothing that is shown needs them.',
    `
      id appIdentifier applicationVersion createdDateTime deviceName deviceTag deviceType flaggedReasons
      lastSyncDateTime managementSdkVersion platformVersion userId version
    `,
  ),
  ...leave(
    'iosUpdateDeviceStatus',
    'The version of the system says what was installed; how the attempt went is for the console.',
    `
      id complianceGracePeriodExpirationDateTime deviceDisplayName deviceId deviceModel installStatus
      lastReportedDateTime osVersion status userId userName userPrincipalName
    `,
  ),
  ...leave(
    'enrollmentTroubleshootingEvent',
    'Failed enrolments are for the console: they speak of devices that never came to be managed.',
    `
      id correlationId eventDateTime deviceId enrollmentType failureCategory failureReason
      managedDeviceIdentifier operatingSystem osVersion userId
    `,
  ),
  ...leave(
    'appHealthApplicationPerformance',
    ANALYTICS,
    `
      id activeDeviceCount appCrashCount appDisplayName appHangCount appHealthScore appName appPublisher
      appUsageDuration meanTimeToFailureInMinutes
    `,
  ),
  ...leave(
    'appHealthDevicePerformance',
    ANALYTICS,
    `
      id appCrashCount appHangCount crashedAppCount deviceAppHealthScore deviceDisplayName deviceId
      deviceManufacturer deviceModel healthStatus meanTimeToFailureInMinutes processedDateTime
    `,
  ),
  ...leave(
    'userExperienceDevicePerformance',
    ANALYTICS,
    `
      id averageBlueScreens averageRestarts blueScreenCount bootScore coreBootTimeInMs coreLoginTimeInMs
      deviceCount deviceName diskType groupPolicyBootTimeInMs groupPolicyLoginTimeInMs healthStatus loginScore
      manufacturer model modelStartupPerformanceScore operatingSystemVersion responsiveDesktopTimeInMs
      restartCount startupPerformanceScore
    `,
  ),
  ...leave(
    'deviceStartupHistory',
    ANALYTICS,
    `
      id coreBootTimeInMs coreLoginTimeInMs deviceId featureUpdateBootTimeInMs groupPolicyBootTimeInMs
      groupPolicyLoginTimeInMs isFeatureUpdate isFirstLogin operatingSystemVersion responsiveDesktopTimeInMs
      restartCategory restartFaultBucket restartStopCode startTime totalBootTimeInMs totalLoginTimeInMs
    `,
  ),
  ...leave(
    'auditEvent',
    'Says what administrators did: about employees of another kind, with rules of their own; a SIEM reads it.',
    `
      id activity activityDateTime activityOperationType activityResult activityType actor category
      componentName correlationId displayName resources
    `,
  ),
  ...leave(
    'deviceLogCollectionResponse',
    'Log files of a device, collected on request: no purpose here.',
    `
      id enrolledByUser expirationDateTimeUTC initiatedByUserPrincipalName managedDeviceId receivedDateTimeUTC
      requestedDateTimeUTC sizeInKB status
    `,
  ),
  ...leave(
    'mobileAppIntentAndState',
    'One request for each person and device, which does not scale to a fleet.',
    `
      applicationId displayName displayVersion installState mobileAppIntent supportedDeviceTypes
    `,
  ),
  ...leave(
    'batteryHealthDevicePerformance',
    ANALYTICS,
    `
      batteryAgeInDays deviceBatteriesDetails deviceBatteryCount deviceBatteryHealthScore deviceBatteryTags
      deviceId deviceManufacturerName deviceModelName deviceName estimatedRuntimeInMinutes
      fullBatteryDrainCount healthStatus manufacturer maxCapacityPercentage model
    `,
  ),
  ...leave(
    'mobileAppInstallStatus',
    'One request for each app; what is installed says the inventory of apps.',
    `
      deviceId deviceName displayVersion errorCode installState installStateDetail lastSyncDateTime
      mobileAppInstallStatusValue osDescription osVersion userName userPrincipalName
    `,
  ),
  ...leave(
    'Devices',
    REPORT,
    `
      DeviceId DeviceName DeviceType ClientRegistrationStatus OwnerType CreatedDate LastContact
      ManagementAgents ManagementState ReferenceId CategoryId EnrollmentType CertExpirationDate MDMStatus
      OSVersion GraphDeviceIsManaged EasID SerialNumber EnrolledByUser Manufacturer Model OSDescription
      IsManaged EasActivationStatus IMEI EasLastSyncSuccessUtc EasStateReason EasAccessState EncryptionStatus
      SupervisedStatus PhoneNumberE164Format InGracePeriodUntil AndroidPatchLevel WifiMacAddress
      SCCMCoManagementFeatures MEID SubscriberCarrierNetwork StorageTotal StorageFree ManagedDeviceName
      LastLoggedOnUserUPN MDMWinsOverGPStartTime StagedDeviceType UserApprovedEnrollment ExtendedProperties
      EntitySource PrimaryUser CategoryName UserId UPN UserEmail UserName RetireAfterDatetime PartnerDeviceId
      HasUnlockToken CompliantState ManagedBy Ownership DeviceState DeviceRegistrationState
      SupervisedStatusString EncryptionStatusString OS SkuFamily JoinType PhoneNumber JailBroken
      EasActivationStatusString
    `,
  ),
  ...leave(
    'DevicesWithInventory',
    REPORT,
    `
      WiFiIPv4Address WiFiSubnetID ICCID EthernetMAC CellularTechnology ProcessorArchitecture EID
      PartnerFeaturesBitmask IsSupervised IsEncrypted ManagementAgent
    `,
  ),
  ...leave(
    'DeviceCompliance',
    REPORT,
    `
      IntuneDeviceId AadDeviceId DeviceHealthThreatLevel ComplianceState InGracePeriodUntil
      RetireAfterDatetime PartnerDeviceId PrimaryUser
    `,
  ),
  ...leave(
    'AppInstallStatusAggregate',
    REPORT_APPS,
    `
      ApplicationId DisplayName Publisher Platform Platform_loc AppVersion InstalledDeviceCount
      InstalledUserCount FailedDeviceCount FailedUserCount PendingInstallDeviceCount PendingInstallUserCount
      NotApplicableDeviceCount NotApplicableUserCount NotInstalledDeviceCount NotInstalledUserCount
      FailedDevicePercentage
    `,
  ),
  ...leave(
    'DeviceInstallStatusByApp',
    REPORT_APPS,
    `
      DeviceName UserPrincipalName Platform AppVersion DeviceId AssignmentFilterIdsExist LastModifiedDateTime
      AppInstallState AppInstallState_loc AppInstallStateDetails AppInstallStateDetails_loc HexErrorCode
    `,
  ),
  ...leave(
    'UserInstallStatusAggregateByApp',
    REPORT_APPS,
    `
      UserName UserPrincipalName FailedCount InstalledCount PendingInstallCount NotInstalledCount
      NotApplicableCount
    `,
  ),
  ...leave(
    'MAMAppProtectionStatus',
    'Apps on devices that nobody manages: no dataset, and nothing that is shown needs them.',
    `
      User Email App AppVersion SdkVersion AppInstanceId DeviceName DeviceHealth DeviceType DeviceManufacturer
      DeviceModel AndroidPatchVersion AADDeviceID MDMDeviceID Platform PlatformVersion ManagementType
      AppProtectionStatus Policy LastSync ComplianceState
    `,
  ),
  ...leave(
    'AllAppsList',
    REPORT_APPS,
    `
      AppIdentifier Name Publisher Platform Status Type Version Description Developer FeaturedApp Notes Owner
      DateCreated LastModified ExpirationDate MoreInformationURL PrivacyInformationURL StoreURL Assigned
    `,
  ),
  ...leave(
    'DetectedAppsAggregate',
    REPORT_APPS,
    `
      ApplicationKey ApplicationName ApplicationVersion DeviceCount BundleSize
    `,
  ),
  ...leave(
    'DefenderAgents',
    REPORT,
    `
      DeviceState PendingFullScan PendingReboot PendingManualSteps PendingOfflineScan CriticalFailure
      MalwareProtectionEnabled RealTimeProtectionEnabled NetworkInspectionSystemEnabled SignatureUpdateOverdue
      QuickScanOverdue FullScanOverdue RebootRequired FullScanRequired EngineVersion SignatureVersion
      AntiMalwareVersion LastQuickScanDateTime LastFullScanDateTime LastQuickScanSignatureVersion
      LastFullScanSignatureVersion LastReportedDateTime
    `,
  ),
  ...leave(
    'Malware',
    REPORT,
    `
      MalwareId MalwareName AdditionalInformationUrl Severity MalwareCategory ExecutionState State
      InitialDetectionDateTime LastStateChangeDateTime DetectionCount
    `,
  ),
  ...leave(
    'ComanagedDeviceWorkloads',
    REPORT,
    `
      CompliancePolicy ResourceAccess DeviceConfiguration WindowsUpdateforBusiness EndpointProtection
      ModernApps OfficeApps
    `,
  ),
  ...leave(
    'FirewallStatus',
    'The state of one setting; compliance says whether it is met.',
    `
      FirewallStatus FirewallStatus_loc _ManagedBy _ManagedBy_loc
    `,
  ),
  ...leave(
    'QualityUpdateDeviceStatusByPolicy',
    UPDATES,
    `
      PolicyId EventDateTimeUTC CurrentDeviceUpdateStatus CurrentDeviceUpdateSubstatus AggregateState
      LatestAlertMessage LastWUScanTimeUTC
    `,
  ),
  ...leave(
    'QualityUpdateDeviceErrorsByPolicy',
    UPDATES,
    `
      AlertMessage Win32ErrorCode ExpediteQUReleaseDate
    `,
  ),
  ...leave(
    'DeviceRunStatesByProactiveRemediation',
    UPDATES,
    `
      RemediationStatus DetectionStatus DetectionScriptStatus RemediationScriptStatus
      PreRemediationDetectionScriptOutput PostRemediationDetectionScriptOutput RemediationScriptErrorDetails
      ModifiedTime
    `,
  ),
  ...leave(
    'device',
    'The registration of the same device in Entra ID: its managed device says what is shown, and has the id of it.',
    `
      id accountEnabled alternativeSecurityIds approximateLastSignInDateTime complianceExpirationDateTime
      deviceCategory deviceId deviceMetadata deviceOwnership deviceVersion displayName enrollmentProfileName
      enrollmentType isCompliant isManaged isManagementRestricted isRooted managementType manufacturer
      mdmAppId model onPremisesLastSyncDateTime onPremisesSecurityIdentifier onPremisesSyncEnabled
      operatingSystem operatingSystemVersion physicalIds profileType registrationDateTime systemLabels
      trustType
    `,
  ),
  ...leave(
    'signIn',
    'Who used which application when: access events, which are not read from Entra ID in this version.',
    `
      id appDisplayName appId appliedConditionalAccessPolicies authenticationAppDeviceDetails clientAppUsed
      conditionalAccessStatus correlationId createdDateTime deviceDetail homeTenantId ipAddress isInteractive
      location resourceDisplayName resourceId resourceTenantId riskDetail riskEventTypes riskEventTypes_v2
      riskLevelAggregated riskLevelDuringSignIn riskState servicePrincipalId servicePrincipalName status
      userAgent userDisplayName userId userPrincipalName status.additionalDetails status.errorCode
      status.failureReason deviceDetail.browser deviceDetail.deviceId deviceDetail.displayName
      deviceDetail.isCompliant deviceDetail.isManaged deviceDetail.operatingSystem deviceDetail.trustType
      location.city location.countryOrRegion location.geoCoordinates location.state
    `,
  ),
];
