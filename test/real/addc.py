#!/usr/bin/python3
# Makes a Samba AD domain controller in a folder: addc.py FOLDER ADDRESS [LDIF...]
# Through samba's Python, not samba-tool, which wants extended attributes; Debian's python3 alone has the module.
import logging, os, sys
from ldb import FLAG_MOD_REPLACE, SCOPE_BASE, Dn, Message, MessageElement
from samba.auth import system_session
from samba.dcerpc import security
from samba.ndr import ndr_pack, ndr_unpack
from samba.param import LoadParm
from samba.provision import provision
from samba.samdb import SamDB

folder, address = os.path.abspath(sys.argv[1]), sys.argv[2]
folders = {
    'private dir': 'private', 'state directory': 'state', 'cache directory': 'cache', 'lock directory': 'lock',
    'pid directory': 'run', 'ncalrpc dir': 'ncalrpc', 'ntp signd socket directory': 'ntp',
    'winbindd socket directory': 'winbindd', 'binddns dir': 'dns',
}
for name in ['etc', *folders.values()]:
    os.makedirs(f'{folder}/{name}')
conf = f'{folder}/etc/smb.conf'
with open(conf, 'w') as out:
    out.write(
        '[global]\nnetbios name = DC1\nworkgroup = LAB\nrealm = LAB.EXAMPLE\n'
        'server role = active directory domain controller\nserver services = ldap\ndcerpc endpoint servers =\n'
        f'interfaces = {address}/8\nbind interfaces only = yes\nldb:nosync = yes\n'
        f'logging = file\nlog file = {folder}/log.%m\n'
        + ''.join(f'{key} = {folder}/{value}\n' for key, value in folders.items())
        + f'[sysvol]\npath = {folder}/state/sysvol\n[netlogon]\npath = {folder}/state/sysvol/lab.example/scripts\n')
lp = LoadParm()
lp.load(conf)
provision(
    logging.getLogger('provision'), system_session(), smbconf=conf, lp=lp, realm='LAB.EXAMPLE', domain='LAB',
    hostname='dc1', hostip=address, adminpass='Adm1n-Passw0rd', serverrole='active directory domain controller',
    dns_backend='SAMBA_INTERNAL', dom_for_fun_level=4, skip_sysvolacl=True)
# batch_mode: 9 s instead of 60 s for 500 users.
sam = SamDB(url=f'{folder}/private/sam.ldb', session_info=system_session(), lp=lp, options=['batch_mode:1'])
for path in sys.argv[3:]:
    with open(path) as ldif:
        sam.transaction_start()
        for _, entry in sam.parse_ldif(ldif.read()):
            sam.add(entry)
        sam.transaction_commit()
sam.newuser('reader', 'Reader-Passw0rd')
# A second account that may see deleted objects: list and read on their container.
sam.newuser('auditor', 'Auditor-Passw0rd')
container = Dn(sam, f'CN=Deleted Objects,{sam.domain_dn()}')
found = sam.search(container, SCOPE_BASE, None, ['nTSecurityDescriptor'], controls=['show_deleted:1'])
descriptor = ndr_unpack(security.descriptor, found[0]['nTSecurityDescriptor'][0])
account = sam.search(sam.domain_dn(), expression='(sAMAccountName=auditor)', attrs=['objectSid'])
sid = ndr_unpack(security.dom_sid, account[0]['objectSid'][0])
domain = security.dom_sid(sam.get_domain_sid())
descriptor.dacl_add(security.descriptor.from_sddl(f'D:(A;;LCRP;;;{sid})', domain).dacl.aces[0])
change = Message(container)
change['sd'] = MessageElement(ndr_pack(descriptor), FLAG_MOD_REPLACE, 'nTSecurityDescriptor')
sam.modify(change, controls=['show_deleted:1'])
