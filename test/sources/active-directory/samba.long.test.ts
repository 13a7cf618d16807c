// The connector against a real domain controller (Samba).
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Attribute, Change } from 'ldapts';
import { DirectoryClient } from '../../../lib/sources/active-directory/client.ts';
import { directoryConfig } from '../../../lib/sources/active-directory/config.ts';
import { Entry } from '../../../lib/sources/active-directory/entry.ts';
import { completed } from '../../../lib/sources/active-directory/paging.ts';
import { filetimeOf } from '../../../lib/sources/active-directory/transforms.ts';
import { createAuthority } from '../../../local/fleet/authority.ts';
import { startProxy } from '../../real/proxy.ts';
import {
  AUDITOR,
  BASE,
  changeInvocationId,
  type DomainController,
  PEOPLE,
  READER,
  sambaIsInstalled,
  startSamba,
} from '../../real/samba.ts';
import { connectorOf, contextOf, NOON, namesOf, poll } from './polling.ts';

const real = sambaIsInstalled() ? describe : describe.skip;
const DAY = 24 * 3_600_000;
const dnOf = (i: number): string => `CN=Person${i}\\, Anna,OU=${i % 2 === 0 ? 'Sales' : 'Staff'},${BASE}`;
const replace = (type: string, value: string): Change =>
  new Change({ operation: 'replace', modification: new Attribute({ type, values: [value] }) });

real('a real domain controller', () => {
  const authority = createAuthority(Date.now());
  let dc: DomainController;
  beforeAll(async () => {
    dc = await startSamba({ authority });
  });
  afterAll(() => dc?.remove());

  const settings = (more: Record<string, unknown> = {}) => ({
    url: `ldaps://${dc.address}`,
    serverName: 'localhost',
    caFile: dc.caFile,
    pageSize: 10,
    ...READER,
    ...more,
  });

  it('is read whole, and only its empty cookie proves it', async () => {
    const pass = await poll(connectorOf(settings({ filter: '(sAMAccountName=person*)' })));
    expect(pass.error).toBeNull();
    expect(pass.pages).toBe(PEOPLE / 10);
    expect(new Set(pass.rows.map((row) => row.external_id)).size).toBe(PEOPLE);
    expect(pass.complete).toEqual({ marker: 'empty-cookie', rows: PEOPLE });
    expect(pass.checkpoint).toMatchObject({ flavour: 'active-directory', fullPassAt: NOON.toISOString() });
    expect(pass.steps.slice(-1)[0]).toHaveProperty('complete');
  });

  it('gives typed fields, and none that the profile leaves out', async () => {
    const pass = await poll(connectorOf(settings({ filter: '(|(sAMAccountName=person4)(sAMAccountName=person5))' })));
    const [four, five] = [...pass.rows].sort((a, b) => String(a.account_name).localeCompare(String(b.account_name)));
    expect(four).toMatchObject({
      account_name: 'person4',
      domain_account: expect.stringMatching(/^[A-Z0-9]+\\person4$/),
      display_name: 'Anna Person4',
      mail: 'person4@lab.example',
      phone_number: '+491515550004',
      user_principal_name: 'person4@lab.example',
      distinguished_name: dnOf(4),
      enabled: true,
      locked: false,
      expires_at: null,
      attributes: {},
    });
    expect(four?.external_id).toMatch(/^[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}$/);
    expect(four?.object_guid).toBe(four?.external_id);
    expect(four?.security_identifier).toMatch(/^S-1-5-21-\d+-\d+-\d+-\d+$/);
    expect(four?.created_at).toBeInstanceOf(Date);
    expect(four).not.toHaveProperty('manager');
    expect(five?.enabled).toBe(false);
  });

  it('gives managers and groups by name where they are asked for', async () => {
    await dc.admin.add(`CN=Field\\, West,OU=Sales,${BASE}`, { objectClass: 'group', member: dnOf(8) });
    const include = ['manager', 'memberOf', 'userAccountControl'];
    const pass = await poll(connectorOf(settings({ filter: '(sAMAccountName=person8)', include })));
    expect(pass.rows[0]).toMatchObject({
      manager: 'Person0, Anna',
      attributes: { memberOf: ['Field, West'], userAccountControl: ['normalAccount'] },
    });
    const { rows } = await poll(connectorOf(settings({ filter: '(sAMAccountName=person0)' })));
    expect(rows[0]?.dn_key).toEqual(pass.rows[0]?.manager_key);
  });

  it('is itself a row of the infrastructure', async () => {
    const { steps } = await poll(connectorOf(settings({ filter: '(sAMAccountName=person1)' })));
    const rows = steps.flatMap((step) => (step.dataset === 'infrastructure' && 'rows' in step ? step.rows : []));
    expect(rows).toEqual([
      expect.objectContaining({ component: 'server', name: 'dc1.lab.example', version: '4', state: 'synchronised' }),
    ]);
    expect(await (await connectorOf(settings())).describe(contextOf())).toEqual({
      product: 'Active Directory',
      version: '4',
    });
  });

  it('is read by StartTLS on its plain port too', async () => {
    const pass = await poll(connectorOf(settings({ url: `ldap://${dc.address}`, filter: '(sAMAccountName=person1)' })));
    expect(pass.error).toBeNull();
    expect(namesOf(pass.rows)).toEqual(['person1']);
  });

  it('tells what changed since the last poll, and nothing else', async () => {
    const connector = connectorOf(settings());
    const { checkpoint } = await poll(connector);
    const quiet = await poll(connector, { checkpoint });
    await dc.admin.modify(dnOf(12), replace('department', 'Ward 7'));
    const changed = await poll(connector, { checkpoint: quiet.checkpoint });
    expect(quiet.started || changed.started).toBe(false);
    expect(quiet.rows).toEqual([]);
    expect(changed.rows).toEqual([expect.objectContaining({ account_name: 'person12', department: 'Ward 7' })]);
    expect(changed.complete).toBeNull();
    expect(changed.checkpoint).not.toEqual(checkpoint);
  });

  it('tells at once that people have another name because a container was renamed', async () => {
    const connector = connectorOf(settings());
    const { checkpoint, rows } = await poll(connector);
    const staff = rows.filter((row) => String(row.distinguished_name).includes(',OU=Staff,'));
    await dc.admin.modifyDN(`OU=Staff,${BASE}`, `OU=Crew,${BASE}`);
    const renamed = await poll(connector, { checkpoint });
    await dc.admin.modifyDN(`OU=Crew,${BASE}`, `OU=Staff,${BASE}`);
    expect(staff.length).toBeGreaterThan(5);
    expect(new Set(namesOf(renamed.rows))).toEqual(new Set(namesOf(staff)));
    expect(renamed.rows.every((row) => String(row.distinguished_name).includes(',OU=Crew,'))).toBe(true);
    expect(renamed.complete).toBeNull();
  });

  it('tells that an account has expired, though nobody changed it, and a name where none is shown', async () => {
    const connector = connectorOf(settings());
    const end = String(filetimeOf(new Date(NOON.getTime() + 3_600_000)));
    await dc.admin.modify(dnOf(10), replace('accountExpires', end));
    await dc.admin.modify(
      dnOf(10),
      new Change({ operation: 'delete', modification: new Attribute({ type: 'displayName' }) }),
    );
    const before = await poll(connector);
    // Anything: a controller whose USN stands still is asked for nobody.
    await dc.admin.modify(dnOf(8), replace('title', 'Nurse'));
    const after = await poll(connector, {
      checkpoint: before.checkpoint,
      now: new Date(NOON.getTime() + 2 * 3_600_000),
    });
    const accountIn = ({ rows }: typeof before) => rows.find((row) => row.account_name === 'person10');
    expect(accountIn(before)).toMatchObject({ enabled: true, display_name: 'Person10, Anna' });
    expect(accountIn(after)).toMatchObject({ enabled: false });
  });

  it('is read whole again after a day, which finds people who left the base', async () => {
    const connector = connectorOf(settings({ baseDn: `OU=Sales,${BASE}` }));
    const first = await poll(connector);
    await dc.admin.modifyDN(dnOf(14), `CN=Person14\\, Anna,OU=Staff,${BASE}`);
    const soon = await poll(connector, { checkpoint: first.checkpoint, now: new Date(NOON.getTime() + DAY / 2) });
    const later = await poll(connector, { checkpoint: soon.checkpoint, now: new Date(NOON.getTime() + DAY) });
    expect(soon.complete).toBeNull();
    expect(soon.removed).toEqual([]);
    expect(later.complete?.rows).toBe(first.rows.length - 1);
  });

  it('removes by tombstone where the account may see them, else by the next full pass', async () => {
    const seeing = connectorOf(settings(AUDITOR));
    const blind = connectorOf(settings());
    const before = await poll(seeing);
    const victim = before.rows.find((row) => row.account_name === 'person16');
    await dc.admin.del(dnOf(16));
    expect((await poll(seeing, { checkpoint: before.checkpoint })).removed).toEqual([victim?.external_id]);
    expect((await poll(blind, { checkpoint: before.checkpoint })).removed).toEqual([]);
    const whole = await poll(blind);
    expect(whole.complete?.rows).toBe(before.rows.length - 1);
  });

  it('may empty a page in the middle, and the pass still reads on to the end', async () => {
    const connector = connectorOf(settings({ filter: '(sAMAccountName=person*)' }));
    const order = (await poll(connector)).rows.map((row) => String(row.distinguished_name));
    const victims = order.slice(10, 30);
    let deleted = false;
    const pass = await poll(connector, {}, async (step) => {
      if (deleted || step.dataset !== 'directory_user' || !('rows' in step)) return;
      deleted = true;
      for (const dn of victims) await dc.admin.del(dn);
    });
    const seen = pass.rows.map((row) => String(row.distinguished_name));
    expect(pass.error).toBeNull();
    expect([...seen].sort()).toEqual(order.filter((dn) => !victims.includes(dn)).sort());
    expect(pass.complete?.rows).toBe(order.length - victims.length);
  });

  it('hands long value lists over in ranges, read to the end', async () => {
    const member = Array.from({ length: 20 }, (_, i) => `CN=Extra${i},${BASE}`);
    for (const dn of member) await dc.admin.add(dn, { objectClass: 'contact' });
    await dc.admin.add(`CN=Everyone,${BASE}`, { objectClass: 'group', member });
    process.env.DIRECTORY_RANGE_PASSWORD = READER.password;
    const parsed = directoryConfig.parse({
      ...settings(),
      name: 'r',
      type: 'active-directory',
      password: 'env:DIRECTORY_RANGE_PASSWORD',
    });
    const client = await DirectoryClient.open(parsed, new AbortController().signal);
    const cut = await client.entry(`CN=Everyone,${BASE}`, ['member;range=0-6']);
    const whole = cut && (await completed(client, cut));
    client.close();
    expect(cut?.cut).toEqual(['member']);
    expect(whole?.texts('member').sort()).toEqual([...member].sort());
    expect(whole).toBeInstanceOf(Entry);
  });

  it('is asked for the collected attributes and for no other', async () => {
    const proxy = await startProxy({
      host: dc.address,
      port: 636,
      certificate: { ...authority.issueServer(), ca: authority.caPem },
    });
    await poll(connectorOf(settings({ url: `ldaps://127.0.0.1:${proxy.port}`, exclude: ['department'] })));
    await proxy.close();
    const asked = Buffer.concat(proxy.sent).toString('latin1');
    expect(asked).toContain('displayName');
    for (const name of ['department', 'description', 'memberOf', 'manager', 'thumbnailPhoto', 'homePhone', '*'])
      expect(asked).not.toContain(name === '*' ? '\x04\x01*' : name);
  });

  it('refuses a wrong password with a hint, once, and names nobody', async () => {
    const proxy = await startProxy({ host: dc.address, port: 636 });
    const pass = await poll(connectorOf(settings({ url: `ldaps://127.0.0.1:${proxy.port}`, password: 'wrong' })));
    await proxy.close();
    expect(pass.error).toMatchObject({ code: 'ldap-49', message: expect.stringContaining('data 52e') });
    expect(JSON.stringify(pass.error) + String(pass.error)).not.toMatch(/reader|lab\.example|DSID|127\.0/i);
    expect(proxy.sent).toHaveLength(1);
  });

  it.each([
    ['TLS of an unknown authority', () => ({ caFile: undefined }), 'tls'],
    ['a certificate for another name', () => ({ serverName: 'dc9.lab.example' }), 'tls'],
    ['a base that does not exist', () => ({ baseDn: `OU=Nowhere,${BASE}` }), 'ldap-32'],
    ['the configured flavour is another', () => ({ flavour: 'openldap' }), 'no-directory'],
  ])('is an error, and no pass completes: %s', async (_, more, code) => {
    const pass = await poll(connectorOf(settings(more())));
    expect(pass.error).toMatchObject({ code });
    expect(pass.complete).toBeNull();
  });

  it('completes nothing when it falls silent, or the poll is stopped, in the middle of a pass', async () => {
    const proxy = await startProxy({ host: dc.address, port: 636 });
    const behind = { url: `ldaps://127.0.0.1:${proxy.port}` };
    const stop = new AbortController();
    const stopped = await poll(connectorOf(settings(behind)), { signal: stop.signal }, (step) => {
      if (step.dataset === 'directory_user' && 'rows' in step) stop.abort();
    });
    const silent = await poll(connectorOf(settings({ ...behind, operationTimeoutSeconds: 5 })), {}, (step) => {
      if (step.dataset === 'directory_user' && 'rows' in step) proxy.silent = true;
    });
    await proxy.close();
    expect(stopped).toMatchObject({ error: { code: 'time-budget' }, complete: null, checkpoint: null });
    expect(silent).toMatchObject({ error: { code: 'timeout' }, complete: null, checkpoint: null });
  });
});

real('a domain controller that is killed or restored', () => {
  it('completes nothing when it dies, and is read whole when its database is another or an older one', async () => {
    const dc = await startSamba();
    const settings = {
      url: `ldaps://${dc.address}`,
      serverName: 'localhost',
      caFile: dc.caFile,
      pageSize: 10,
      ...READER,
    };
    const connector = connectorOf(settings);
    const { checkpoint, rows } = await poll(connector);

    await dc.admin.modify(dnOf(1), replace('title', 'Nurse'));
    const later = await poll(connector, { checkpoint });
    const killed = await poll(connector, {}, async (step) => {
      if (step.dataset === 'directory_user' && 'rows' in step) await dc.stop('SIGKILL');
    });
    expect(killed).toMatchObject({ error: { code: 'reset' }, complete: null, checkpoint: null });

    await changeInvocationId(dc.folder, '11112222-3333-4444-5555-666677778888');
    await dc.start();
    const restored = await poll(connector, { checkpoint: later.checkpoint });
    expect(restored).toMatchObject({ error: null, complete: null, rows: { length: rows.length } });
    const daily = { checkpoint: restored.checkpoint, now: new Date(NOON.getTime() + 86_400_000) };
    expect((await poll(connector, daily)).complete?.rows).toBe(rows.length);
    await dc.remove();

    // The template is older than `later`, of the same invocationId: a snapshot put back.
    const rolledBack = await startSamba();
    const again = connectorOf({ ...settings, url: `ldaps://${rolledBack.address}`, caFile: rolledBack.caFile });
    expect((await poll(again, { checkpoint: later.checkpoint })).rows).toHaveLength(rows.length);
    await rolledBack.remove();
  });
});
