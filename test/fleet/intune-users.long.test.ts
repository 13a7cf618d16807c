import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { guidBytes } from '../../local/fleet/estate/person.ts';
import { type Fleet, startFleet } from '../../local/fleet/index.ts';
import { bodyOf, errorCode, FleetClient, rowsOf } from './client.ts';

const DELTA = '/v1.0/users/delta?$select=id,displayName,mail,department,accountEnabled';
let fleet: Fleet;
let client: FleetClient;
let now: number;

beforeEach(async () => {
  now = Date.now();
  fleet = await startFleet({ users: 300, devices: 10, seed: 5, clock: () => now });
  fleet.systems.intune.delta.pageSize = 40;
  client = new FleetClient(fleet);
  await client.signIn();
});
afterEach(async () => {
  client.close();
  await fleet.close();
});

/** Reads a round to its delta link. */
async function round(link: string): Promise<{ rows: ReturnType<typeof rowsOf>; deltaLink: string }> {
  const pages = await client.pages(link);
  return { rows: rowsOf(...pages), deltaLink: String(pages.at(-1)?.['@odata.deltaLink']) };
}

const inEntra = () =>
  fleet.estate.people.flatMap((person) => (person && person.origin !== 'directory' ? [person] : []));

describe('users', () => {
  it('lists everybody who is in Entra, over pages of up to 999', async () => {
    const rows = rowsOf(...(await client.pages('/v1.0/users?$select=id&$top=70')));
    expect(new Set(rows.map(({ id }) => id))).toEqual(new Set(inEntra().map(({ id }) => id)));
    expect((await client.graph('/v1.0/users?$top=1000')).status).toBe(400);
  });

  it('answers the default properties without $select, and only the selected ones with it', async () => {
    const [standard] = rowsOf(await client.page('/v1.0/users?$top=1'));
    expect(Object.keys(standard ?? {})).toHaveLength(11);
    const [chosen] = rowsOf(await client.page('/v1.0/users?$top=1&$select=department,signInActivity'));
    expect(Object.keys(chosen ?? {}).sort()).toEqual(['department', 'id', 'signInActivity']);
  });

  it('links synchronised people to the directory by the immutable id', async () => {
    const rows = rowsOf(...(await client.pages('/v1.0/users?$select=id,onPremisesImmutableId&$top=999')));
    const expected = inEntra().map(({ id, origin, objectGuid }) => [
      id,
      origin === 'synced' ? guidBytes(objectGuid).toString('base64') : null,
    ]);
    expect(rows.map(({ id, onPremisesImmutableId }) => [id, onPremisesImmutableId])).toEqual(expected);
  });

  it('expands managers and finds one user by principal name', async () => {
    const rows = rowsOf(await client.page('/v1.0/users?$select=id&$expand=manager($select=id)&$top=20'));
    expect(rows[0]?.manager).toBeNull();
    expect(rows[1]?.manager).toMatchObject({ id: rows[0]?.id });
    const [person] = inEntra();
    expect((await client.page(`/v1.0/users/${person?.userPrincipalName}`)).id).toBe(person?.id);
  });
});

describe('users/delta', () => {
  it('lists everybody first, with an empty page in the middle and replays', async () => {
    const pages = await client.pages(DELTA);
    const ids = rowsOf(...pages).map(({ id }) => id);
    expect(new Set(ids)).toEqual(new Set(inEntra().map(({ id }) => id)));
    expect(ids.length).toBeGreaterThan(new Set(ids).size);
    expect(pages.some((page) => rowsOf(page).length === 0 && page['@odata.nextLink'] !== undefined)).toBe(true);
  });

  it('then reports joins, changes, removals and returns, each once more and no others', async () => {
    const first = await round(DELTA);
    const [changed, leaver] = inEntra().slice(20);
    fleet.estate.updateUser(changed?.id ?? '', { department: 'Legal' });
    fleet.estate.removeUser(leaver?.id ?? '');
    const joined = fleet.estate.addUser();
    const second = await round(first.deltaLink);
    expect(second.rows).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ id: changed?.id, department: 'Legal' }),
        { id: leaver?.id, '@removed': { reason: 'changed' } },
      ]),
    );
    expect(second.rows.filter(({ id }) => id === joined.id)).toHaveLength(joined.origin === 'directory' ? 0 : 1);
    expect((await round(second.deltaLink)).rows).toEqual([]);
    fleet.estate.restoreUser(leaver?.id ?? '');
    expect((await round(second.deltaLink)).rows).toEqual([
      expect.objectContaining({ id: leaver?.id, mail: leaver?.mail }),
    ]);
  });

  it('does not report a mere logon, which only the directory counts', async () => {
    const { deltaLink } = await round(DELTA);
    fleet.estate.updateUser(inEntra()[0]?.id ?? '', { lastLogonAt: now });
    expect((await round(deltaLink)).rows).toEqual([]);
  });

  it('answers only the changed properties to Prefer: return=minimal', async () => {
    const { deltaLink } = await round(DELTA);
    const person = inEntra()[30];
    fleet.estate.updateUser(person?.id ?? '', { department: 'Finance' });
    const page = await client.page(deltaLink, { headers: { prefer: 'return=minimal' } });
    expect(rowsOf(page)).toEqual([{ id: person?.id, department: 'Finance' }]);
  });

  it('starts from now with $deltatoken=latest', async () => {
    const { rows, deltaLink } = await round('/v1.0/users/delta?$select=id,mail&$deltatoken=latest');
    expect(rows).toEqual([]);
    fleet.estate.updateUser(inEntra()[3]?.id ?? '', { mail: 'new@contoso.example' });
    expect((await round(deltaLink)).rows).toEqual([expect.objectContaining({ mail: 'new@contoso.example' })]);
  });

  it('refuses $top, and properties that are kept outside the directory', async () => {
    expect((await client.graph(`${DELTA}&$top=10`)).status).toBe(400);
    expect((await client.graph('/v1.0/users/delta?$select=id,skills')).status).toBe(501);
    expect((await client.graph('/v1.0/users/delta?$deltatoken=garbage')).status).toBe(400);
  });

  it('answers 410 with a place to start again when the token is too old or void', async () => {
    const { deltaLink } = await round(DELTA);
    fleet.systems.intune.delta.invalidateTokens();
    const gone = await client.graph(deltaLink);
    expect([gone.status, errorCode(gone)]).toEqual([410, 'syncStateNotFound']);
    const again = await round(String(gone.headers.location));
    expect(new Set(again.rows.map(({ id }) => id)).size).toBe(inEntra().length);
    now += 8 * 86_400_000;
    await client.signIn();
    expect((await client.graph(again.deltaLink)).status).toBe(410);
  });
});

describe('tokens', () => {
  it('expire by the clock', async () => {
    expect((await client.graph('/v1.0/users?$top=1')).status).toBe(200);
    now += 3_600_000;
    expect((await client.graph('/v1.0/users?$top=1')).status).toBe(401);
  });

  it.each([
    ['client_secret', 'wrong', 401, 7_000_215],
    ['client_id', 'b6d4e6d5-0000-4000-8000-000000000000', 400, 700_016],
    ['scope', 'https://graph.microsoft.com/User.Read', 400, 1_002_012],
    ['grant_type', 'password', 400, 70_003],
  ])('are refused for a wrong %s', async (field, value, status, code) => {
    const reply = await client.token({ [field]: value });
    expect(reply.status).toBe(status);
    expect(bodyOf(reply).error_codes).toEqual([code]);
  });
});
