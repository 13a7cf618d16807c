import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { type Client, Control, Client as LdapClient } from 'ldapts';
import { distinguishedName } from '../../local/fleet/active-directory/names.ts';
import { guidBytes } from '../../local/fleet/estate/person.ts';
import { type Fleet, startFleet } from '../../local/fleet/index.ts';
import { bound, connect, page, pages, type Query } from './ldap-client.ts';

const SHOW_DELETED = new Control('1.2.840.113556.1.4.417', { critical: true });
const DOMAIN_SCOPE = new Control('1.2.840.113556.1.4.1339');
let fleet: Fleet;
let client: Client;
let deleted: string;

beforeAll(async () => {
  fleet = await startFleet({ users: 2200, devices: 0, seed: 23 });
  client = await bound(fleet);
  deleted = `CN=Deleted Objects,${fleet.systems['active-directory'].baseDn}`;
});
afterEach(() => fleet.systems['active-directory'].faults.clear());
afterAll(async () => {
  await client.unbind();
  await fleet.close();
});

const people = () => fleet.estate.people.flatMap((person) => (person && person.origin !== 'cloud' ? [person] : []));
const entries = async (query: Query) => (await pages(client, fleet, query)).flatMap((one) => one.entries);
const guids = async (query: Query) =>
  (await entries(query)).map(({ objectGUID }) => (Buffer.isBuffer(objectGUID) ? objectGUID.toString('hex') : ''));
const highest = async (): Promise<number> => {
  const { searchEntries } = await client.search('', { scope: 'base', attributes: ['highestCommittedUSN'] });
  return Number(searchEntries[0]?.highestCommittedUSN);
};

describe('binding', () => {
  it.each([
    ['the DN', () => fleet.systems['active-directory'].bindDn],
    ['the UPN', () => fleet.systems['active-directory'].userPrincipalName],
    ['DOMAIN\\user', () => 'CORP\\svc-emmlens'],
  ])('works with %s', async (_form, name) => {
    const other = connect(fleet);
    await expect(other.bind(name(), fleet.systems['active-directory'].password)).resolves.toBeUndefined();
    await other.unbind();
  });

  it.each([
    ['svc-emmlens', 'wrong', '52e'],
    ['svc-nobody', 'x', '52e'],
    ['svc-disabled', '', '533'],
    ['svc-password-expired', '', '532'],
    ['svc-expired', '', '701'],
    ['svc-must-change', '', '773'],
    ['svc-locked', 'wrong', '775'],
  ])('%s is refused with code 49 and its reason', async (name, password, data) => {
    const other = connect(fleet);
    const attempt = other.bind(`${name}@corp.contoso.example`, password || fleet.systems['active-directory'].password);
    await expect(attempt).rejects.toMatchObject({ code: 49, message: expect.stringContaining(`data ${data},`) });
    await other.unbind();
  });

  it('takes an empty password for an anonymous bind, which may read the RootDSE alone', async () => {
    const other = connect(fleet);
    await other.bind(fleet.systems['active-directory'].bindDn, '');
    expect((await other.search('', { scope: 'base' })).searchEntries[0]?.defaultNamingContext).toBe(
      fleet.systems['active-directory'].baseDn,
    );
    await expect(other.search(fleet.systems['active-directory'].baseDn, { scope: 'base' })).rejects.toMatchObject({
      code: 1,
    });
    await other.unbind();
  });

  it('is refused on plain LDAP with code 8, and works after StartTLS', async () => {
    const plain = new LdapClient({ url: fleet.systems['active-directory'].startTlsUrl, timeout: 60_000 });
    await expect(
      plain.bind(fleet.systems['active-directory'].bindDn, fleet.systems['active-directory'].password),
    ).rejects.toMatchObject({ code: 8 });
    await plain.startTLS({ ca: fleet.authority.caPem, host: '127.0.0.1' });
    await plain.bind(fleet.systems['active-directory'].bindDn, fleet.systems['active-directory'].password);
    expect(
      (await plain.search(fleet.systems['active-directory'].baseDn, { scope: 'base' })).searchEntries,
    ).toHaveLength(1);
    await plain.unbind();
    expect(
      fleet.systems['active-directory'].requests.findLast(({ operation }) => operation === 'search'),
    ).toMatchObject({
      encrypted: true,
      authenticated: true,
    });
  });
});

describe('paging', () => {
  it('lists everybody once, and nobody twice', async () => {
    const found = await guids({ size: 500 });
    expect(new Set(found)).toEqual(new Set(people().map(({ objectGuid }) => guidBytes(objectGuid).toString('hex'))));
    expect(found).toHaveLength(people().length);
  });

  it('never gives more than MaxPageSize, and cuts with code 4 what is not paged', async () => {
    expect((await pages(client, fleet, { size: 5000 }))[0]?.entries).toHaveLength(1000);
    await expect(
      client.search(fleet.systems['active-directory'].baseDn, { filter: '(objectClass=user)', attributes: ['cn'] }),
    ).rejects.toMatchObject({ code: 4 });
  });

  it('leaves out what was deleted between the pages, down to an empty page with a cookie', async () => {
    const base = `OU=Legal,OU=People,${fleet.systems['active-directory'].baseDn}`;
    const first = await page(client, fleet, { base, size: 10 });
    const list = people().filter(({ department }) => department === 'Legal');
    for (const person of list.slice(10, 20)) fleet.estate.removeUser(person.id);
    const second = await page(client, fleet, { base, size: 10, cookie: first.cookie });
    expect([second.status, second.entries.length, second.cookie.length > 0]).toEqual([0, 0, true]);
    expect((await page(client, fleet, { base, size: 10, cookie: second.cookie })).entries).toHaveLength(10);
    for (const person of list.slice(10, 20)) fleet.estate.restoreUser(person.id);
  });

  it('binds a cookie to its connection and its query', async () => {
    const { cookie } = await page(client, fleet, { size: 10 });
    const other = await bound(fleet);
    expect((await page(other, fleet, { size: 10, cookie })).status).toBe(53);
    expect((await page(client, fleet, { size: 10, cookie, attributes: ['cn'] })).status).toBe(12);
    await other.unbind();
  });

  it('brings references of the domain on the first page, unless domain scope is asked for', async () => {
    const [first, ...rest] = await pages(client, fleet, { size: 900 });
    expect(first?.references).toHaveLength(3);
    expect(rest.flatMap(({ references }) => references)).toEqual([]);
    expect((await page(client, fleet, { controls: [DOMAIN_SCOPE] })).references).toEqual([]);
  });

  it('ranges over long lists of members', async () => {
    const base = `CN=All Staff,OU=Groups,${fleet.systems['active-directory'].baseDn}`;
    const read = async (attribute: string) =>
      (await client.search(base, { scope: 'base', attributes: [attribute] })).searchEntries[0];
    const first = await read('member');
    expect(first?.['member;range=0-1499']).toHaveLength(1500);
    expect(first?.member).toEqual([]);
    const second = await read('member;range=1500-*');
    expect(second?.['member;range=1500-*']).toHaveLength(people().length - 1500);
  });
});

describe('filters', () => {
  it.each<[string, (person: ReturnType<typeof people>[number]) => boolean]>([
    ['(userAccountControl:1.2.840.113556.1.4.803:=2)', ({ enabled }) => !enabled],
    [
      '(&(department=LEGAL)(!(mobile=*)))',
      ({ department, mobilePhone }) => department === 'Legal' && mobilePhone === '',
    ],
    ['(|(sn=berg)(sn=Wa*er))', ({ surname }) => /^(berg|wa.*er)$/i.test(surname)],
    ['(displayName=李娜)', ({ displayName }) => displayName === '李娜'],
    ['(uSNChanged<=20500)', ({ usnChanged }) => usnChanged <= 20],
    ['(!(nosuchattribute=x))', () => false],
  ])('%s', async (condition, expected) => {
    const found = await guids({
      filter: `(&(objectCategory=person)(objectClass=user)(!(sAMAccountName=svc-*))${condition})`,
      size: 1000,
    });
    expect(found.sort()).toEqual(
      people()
        .filter(expected)
        .map(({ objectGuid }) => guidBytes(objectGuid).toString('hex'))
        .sort(),
    );
  });

  it('finds a person by DN, however it is spelled, and by GUID', async () => {
    const [anna] = people();
    if (!anna) throw new RangeError('nobody is there');
    const dn = distinguishedName(anna);
    expect(dn).toMatch(/^CN=Berg\\, Anna/);
    for (const base of [dn, dn.replace('\\,', '\\2C').toUpperCase(), `<GUID=${anna.objectGuid}>`]) {
      expect((await client.search(base, { scope: 'base', attributes: ['sn'] })).searchEntries[0]?.sn).toBe('Berg');
    }
    await expect(
      client.search(`CN=Nobody,${fleet.systems['active-directory'].baseDn}`, { scope: 'base' }),
    ).rejects.toMatchObject({
      code: 32,
    });
  });

  it('gives times and numbers in the forms of Active Directory', async () => {
    const [anna] = people();
    const attributes = [
      'pwdLastSet',
      'whenChanged',
      'accountExpires',
      'msDS-User-Account-Control-Computed',
      'proxyAddresses',
    ];
    const { searchEntries } = await client.search(`<GUID=${anna?.objectGuid}>`, { scope: 'base', attributes });
    const [entry] = searchEntries;
    expect(String(entry?.pwdLastSet)).toMatch(/^1\d{17}$/);
    expect(String(entry?.whenChanged)).toMatch(/^\d{14}\.0Z$/);
    expect(entry?.proxyAddresses).toContain(`SMTP:${anna?.mail}`);
  });
});

describe('update sequence numbers', () => {
  it('move with a change, a logon and a deletion, and name what changed since', async () => {
    const before = await highest();
    const [, , changed, logon, leaver] = people().slice(100);
    fleet.estate.updateUser(changed?.id ?? '', { jobTitle: 'Director' });
    fleet.estate.updateUser(logon?.id ?? '', { lastLogonAt: fleet.estate.now });
    fleet.estate.removeUser(leaver?.id ?? '');
    expect(await highest()).toBeGreaterThanOrEqual(before + 3);
    const since = await guids({ filter: `(&(objectCategory=person)(uSNChanged>=${before + 1}))` });
    expect(since.sort()).toEqual(
      [changed, logon].map((person) => guidBytes(person?.objectGuid ?? '').toString('hex')).sort(),
    );
    const groups = await entries({ filter: `(&(objectClass=group)(uSNChanged>=${before + 1}))`, attributes: ['cn'] });
    expect(groups.map(({ cn }) => cn)).toContain('All Staff');
    fleet.estate.restoreUser(leaver?.id ?? '');
  });

  it('are those of the controller: another one has others, and a rollback lowers them', async () => {
    const identity = async () => {
      const { searchEntries } = await client.search('', {
        scope: 'base',
        attributes: ['dsServiceName', 'highestCommittedUSN'],
      });
      const service = String(searchEntries[0]?.dsServiceName);
      const settings = await client.search(service, {
        scope: 'base',
        attributes: ['invocationId'],
        explicitBufferAttributes: ['invocationId'],
      });
      return {
        usn: Number(searchEntries[0]?.highestCommittedUSN),
        invocationId: settings.searchEntries[0]?.invocationId,
      };
    };
    const first = await identity();
    expect(first.invocationId).toHaveLength(16);
    fleet.systems['active-directory'].controller.rollBack(500);
    expect(await identity()).toEqual({ usn: first.usn - 500, invocationId: first.invocationId });
    fleet.systems['active-directory'].controller.failOver();
    expect((await identity()).invocationId).not.toEqual(first.invocationId);
    fleet.systems['active-directory'].controller.failOver();
    expect(await identity()).toEqual(first);
    fleet.systems['active-directory'].controller.restore();
    expect((await identity()).invocationId).not.toEqual(first.invocationId);
  });
});

describe('deleted objects', () => {
  const query: Query = {
    filter: '(&(isDeleted=TRUE)(objectClass=user))',
    attributes: ['objectGUID', 'mail', 'lastKnownParent', 'isDeleted'],
    controls: [SHOW_DELETED],
  };

  it('show a tombstone without mail, to who asks with the control', async () => {
    const [leaver] = people().slice(200);
    fleet.estate.removeUser(leaver?.id ?? '');
    const [tombstone, ...more] = await entries({ ...query, base: deleted, scope: 'one' });
    expect(more).toEqual([]);
    expect(tombstone).toMatchObject({
      objectGUID: guidBytes(leaver?.objectGuid ?? ''),
      isDeleted: 'TRUE',
      lastKnownParent: expect.stringContaining('OU=People'),
    });
    expect(tombstone).not.toHaveProperty('mail');
    expect(tombstone?.dn).toContain(`\\0ADEL:${leaver?.objectGuid}`);
    expect(await entries({ ...query, controls: [] })).toEqual([]);
    expect(await entries({ ...query, base: deleted, scope: 'one', filter: '(objectCategory=person)' })).toEqual([]);
  });

  it('show nothing, and success, to an account without the right', async () => {
    const probe: Query = {
      base: deleted,
      scope: 'base',
      filter: '(objectClass=*)',
      attributes: ['uSNChanged'],
      controls: [SHOW_DELETED],
    };
    expect((await entries(probe))[0]).toHaveProperty('uSNChanged');
    fleet.systems['active-directory'].limits.readDeletedObjects = false;
    expect(await entries({ ...query, base: deleted, scope: 'one' })).toEqual([]);
    expect(await entries(probe)).toEqual([{ dn: deleted }]);
    fleet.systems['active-directory'].limits.readDeletedObjects = true;
  });
});

describe('a fault of the directory', () => {
  it.each([
    ['cookie-refused', 53],
    ['busy', 51],
    ['unavailable', 52],
    ['referral', 10],
    ['size-limit', 4],
    ['time-limit', 3],
    ['admin-limit', 11],
    ['operations-error', 1],
  ] as const)('%s shows in the middle of a list as code %d', async (fault, code) => {
    fleet.systems['active-directory'].faults.set({ fault, continued: true, count: 1 });
    const first = await page(client, fleet, { size: 50 });
    const second = await page(client, fleet, { size: 50, cookie: first.cookie });
    expect([first.status, second.status]).toEqual([0, code]);
    expect(second.entries).toHaveLength(fault.endsWith('-limit') ? 25 : 0);
  });

  it('empty-page holds nothing back for good; short-page does', async () => {
    fleet.systems['active-directory'].faults.set({ fault: 'empty-page', continued: true, count: 1 });
    const all = await pages(client, fleet, { size: 500 });
    expect(all[1]).toMatchObject({ entries: [], status: 0 });
    expect(all.flatMap((one) => one.entries)).toHaveLength(people().length);
    fleet.systems['active-directory'].faults.set({ fault: 'short-page', continued: true, count: 1 });
    expect(await entries({ size: 500 })).toHaveLength(people().length - 250);
  });

  it.each(['cut', 'disconnect'] as const)('%s ends the connection in the middle of a page', async (fault) => {
    const other = await bound(fleet);
    fleet.systems['active-directory'].faults.set({ fault, count: 1 });
    await expect(page(other, fleet, { size: 500 })).rejects.toThrow();
    await other.unbind();
  });

  it.each(['stall', 'not-ldap'] as const)('%s leaves the client waiting', async (fault) => {
    const other = new LdapClient({
      url: fleet.systems['active-directory'].url,
      tlsOptions: { ca: fleet.authority.caPem },
      // Long enough for the bind, on any machine.
      timeout: 3_000,
    });
    await other.bind(fleet.systems['active-directory'].bindDn, fleet.systems['active-directory'].password);
    fleet.systems['active-directory'].faults.set({ fault, count: 1 });
    await expect(page(other, fleet, { size: 500 })).rejects.toThrow();
    await other.unbind();
  });

  it('refuses a bind, or shows below LDAP', async () => {
    fleet.systems['active-directory'].faults.set({ fault: 'invalid-credentials', operation: 'bind', count: 1 });
    await expect(bound(fleet)).rejects.toMatchObject({ code: 49 });
    await fleet.systems['active-directory'].transport('wrong-name');
    await expect(bound(fleet)).rejects.toThrow(/altname|not in the cert/i);
    await fleet.systems['active-directory'].transport('refused');
    await expect(bound(fleet)).rejects.toThrow(/ECONNREFUSED/);
    await fleet.systems['active-directory'].transport('normal');
    client = await bound(fleet);
  });
});
