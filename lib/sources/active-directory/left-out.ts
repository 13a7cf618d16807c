// Attributes that the vendors document and that are not read, each with the reason.
import type { LeftOut } from '../declare.ts';

const PHOTO = 'Photographs: a picture of a person serves none of the purposes.';
const CERTIFICATE = 'Certificates: binary, large, and for nothing that is shown.';
const NOT_REPLICATED =
  'Not replicated: each domain controller has its own value, and it moves without a USN. lastLogonTimestamp is read.';
const TOMBSTONE = 'Only on deleted objects, which are no rows any more.';
const BOOKKEEPING =
  'Bookkeeping of the server; read for the checkpoint or the choice of controls where needed, never stored.';
const DUPLICATE = 'Says the same as an attribute that is read.';
const OTHERS = 'Speaks of other people; moves without a USN of this entry. The reports name their manager.';
const NO_DATASET = 'No dataset: groups show as names in memberOf of their members.';
const NO_COMPUTERS = 'No dataset: computers of the domain are not mobile devices; an EMM tells those that it manages.';
const ALIKE = 'The same for all entries, by the filter.';
const NAMES_OF_EDITORS = 'Names the account that last edited the entry: about somebody else, and no purpose needs it.';

/** By `<entity>.<attribute>`. */
const reasons: Readonly<Record<string, string>> = {
  'user.photo': PHOTO,
  'user.thumbnailPhoto': PHOTO,
  'user.jpegPhoto': PHOTO,
  'user.userSMIMECertificate': CERTIFICATE,
  'user.userCertificate': CERTIFICATE,
  'user.logonHours': 'A binary table of the hours at which somebody may work: nothing here needs it.',
  'user.badPasswordTime': NOT_REPLICATED,
  'user.lastLogoff': 'Never set by the server.',
  'user.lastLogon': NOT_REPLICATED,
  'user.logonCount': NOT_REPLICATED,
  'user.msDS-AuthenticatedAtDC': 'Backlink of read-only controllers: says where somebody worked; no purpose needs it.',
  'user.instanceType': BOOKKEEPING,
  'user.isCriticalSystemObject': BOOKKEEPING,
  'user.uSNChanged': BOOKKEEPING,
  'user.uSNCreated': BOOKKEEPING,
  'user.isDeleted': TOMBSTONE,
  'user.isRecycled': TOMBSTONE,
  'user.lastKnownParent': TOMBSTONE,
  'user.msDS-LastKnownRDN': TOMBSTONE,
  'user.msDS-LocalEffectiveDeletionTime': TOMBSTONE,
  'user.msDS-LocalEffectiveRecycleTime': TOMBSTONE,
  'user.createTimeStamp': DUPLICATE,
  'user.modifyTimeStamp': DUPLICATE,
  'user.objectCategory': ALIKE,
  'user.objectClass': ALIKE,
  'user.directReports': OTHERS,
  'rootDSE.highestCommittedUSN': BOOKKEEPING,
  'rootDSE.currentTime': BOOKKEEPING,
  'rootDSE.supportedControl': BOOKKEEPING,
  'rootDSE.supportedCapabilities': BOOKKEEPING,
  'group.member': NO_DATASET,
  'group.groupType': NO_DATASET,
  'group.managedBy': NO_DATASET,
  'group.sAMAccountName': NO_DATASET,
  'computer.operatingSystem': NO_COMPUTERS,
  'computer.operatingSystemVersion': NO_COMPUTERS,
  'computer.operatingSystemServicePack': NO_COMPUTERS,
  'computer.dNSHostName': NO_COMPUTERS,
  'computer.lastLogonTimestamp': NO_COMPUTERS,
  'computer.managedBy': NO_COMPUTERS,
  'inetOrgPerson.jpegPhoto': PHOTO,
  'operational.entryCSN': BOOKKEEPING,
  'operational.contextCSN': BOOKKEEPING,
  'operational.hasSubordinates': BOOKKEEPING,
  'operational.subschemaSubentry': ALIKE,
  'operational.creatorsName': NAMES_OF_EDITORS,
  'operational.modifiersName': NAMES_OF_EDITORS,
};

export const leftOut: readonly LeftOut[] = Object.entries(reasons).map(([name, reason]) => {
  const [entity = '', wire = ''] = name.split('.');
  return { entity, wire, reason };
});
