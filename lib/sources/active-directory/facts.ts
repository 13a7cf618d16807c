// What an operator must know before a directory can be polled.
import type { Facts } from '../contract.ts';

export const facts: Facts = {
  product: 'Active Directory and OpenLDAP',
  reference: 'https://learn.microsoft.com/windows/win32/ad/polling-for-changes-using-usnchanged',
  connections: [
    'LDAPS 636 to one domain controller or directory server',
    'or LDAP 389 with StartTLS: no password before TLS',
  ],
  authentication: ['Simple bind over TLS with a distinguished name or UPN: `bindDn` and `password`'],
  permissions: [
    ['Member of Domain Users', 'reads the attributes of people'],
    [
      'List Contents and Read Property on CN=Deleted Objects',
      'tombstones, so that a removal is known at once; without it the daily pass finds it',
    ],
  ],
  reading: [
    'Paged searches (RFC 2696); the empty cookie of the last page proves that all was read.',
    'Changes by uSNChanged of one domain controller (Active Directory), by contextCSN and entryCSN (OpenLDAP); everybody once a day.',
    'Below a container that changed everybody is read again: a renamed one gives people other names, and moves no number of theirs. An account whose end has passed is not `enabled`; that is told with the next change of the directory.',
    'Bytes that are no UTF-8 are no text: null, and counted.',
    'An answer has the number of its request, and an entry that is asked for by name must have that name; people name themselves (objectGUID, entryUUID).',
    'A contextCSN more than an hour ahead of the clock says nothing: everybody is read each time. A highestCommittedUSN below that of the last poll, or an invocationId of another one, too.',
    'Another, restored or lagging domain controller proves no absence.',
  ],
};
