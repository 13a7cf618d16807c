// A domain that lives, and fails in any order: whoever is there is never removed, the next good poll has everybody who is
// there, and a good day later nobody else. The mirror is what the steps of the connector make of it; short time-outs are left out.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Checkpoint, Connector, PollStep, SourceRow } from '../../../lib/sources/contract.ts';
import type { LdapFaultName } from '../../../local/fleet/active-directory/faults.ts';
import { PEOPLE_DN } from '../../../local/fleet/active-directory/names.ts';
import type { Person } from '../../../local/fleet/estate/person.ts';
import { type Fleet, startFleet } from '../../../local/fleet/index.ts';
import type { Systems } from '../../../local/fleet/members.ts';
import { runs } from '../../fuzz/runs.ts';
import { connectorOf, NOON, poll } from './polling.ts';

const HOUR = 3_600_000;
const FAULTS: readonly LdapFaultName[] = [
  'empty-page',
  'repeated-page',
  'endless-list',
  'doubled-entries',
  'references',
  'no-paging-control',
  'broken-cookie',
  'size-limit',
  'cookie-refused',
  'cut',
  'disconnect',
  'unknown-notice',
  'garbage',
  'foreign-answer',
  'broken-entry',
  'huge-length',
  'hidden-tombstones',
];

let fleet: Fleet;
let connector: Connector;
const folder = mkdtempSync(join(tmpdir(), 'emm-lens-directory-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** A fleet of its own for each run: it can be repeated by its seed. */
async function withDomain(run: () => Promise<void>): Promise<void> {
  fleet = await startFleet({ users: 45, devices: 0, seed: 11, clock: () => NOON.getTime() });
  const caFile = join(folder, 'ca.pem');
  writeFileSync(caFile, fleet.authority.caPem);
  const { url, bindDn, password } = fleet.systems['active-directory'];
  connector = await connectorOf({ url, bindDn, password, caFile, baseDn: PEOPLE_DN, pageSize: 10 });
  await run().finally(() => fleet.close());
}

const people = (): readonly Person[] =>
  fleet.estate.people.flatMap((person) => (person && person.origin !== 'cloud' ? [person] : []));

/** What a store would hold, and where it would go on. */
class Mirror {
  readonly rows = new Map<string, SourceRow>();
  checkpoint: Checkpoint | null = null;
  now = NOON;
  #seen = new Set<string>();

  async poll(): Promise<void> {
    await poll(connector, { checkpoint: this.checkpoint, now: this.now }, (step) => this.#apply(step));
  }

  #apply(step: PollStep): void {
    if (step.dataset !== 'directory_user') return;
    if ('pass' in step) this.#seen = new Set();
    if ('rows' in step)
      for (const row of step.rows) {
        this.rows.set(String(row.external_id), row);
        this.#seen.add(String(row.external_id));
      }
    if ('gone' in step) for (const [key] of step.gone) this.rows.delete(String(key));
    if ('complete' in step) for (const key of this.rows.keys()) if (!this.#seen.has(key)) this.rows.delete(key);
    this.checkpoint = step.checkpoint ?? this.checkpoint;
  }

  /** Polls so many hours later; whoever was stored and is still there is stored afterwards. */
  async pollSafely(hours: number): Promise<void> {
    this.now = new Date(this.now.getTime() + hours * HOUR);
    const before = new Set(this.rows.keys());
    await this.poll();
    const lost = people().filter(({ objectGuid }) => before.has(objectGuid) && !this.rows.has(objectGuid));
    expect(lost).toEqual([]);
  }
}

type Step = (mirror: Mirror) => void | Promise<void>;

/** Until the next poll: an hour, or until the daily full pass is due. */
const hours = fc.constantFrom(1, 1, 25);

function change(): void {
  const there = people();
  const person = there[fleet.estate.sequence % there.length];
  if (person) fleet.estate.updateUser(person.id, { jobTitle: `Job ${fleet.estate.sequence}` });
}

/** Somebody changes, and one poll meets a fault, once or for good, from the first page or a later one. */
const faulty = fc
  .record({
    fault: fc.constantFrom(...FAULTS),
    continued: fc.boolean(),
    after: fc.constantFrom(0, 0, 1, 2),
    count: fc.constantFrom(1, 99),
    hours,
  })
  .map(({ hours: later, ...rule }): [string, Step] => [
    JSON.stringify({ later, ...rule }),
    async (mirror) => {
      change();
      fleet.systems['active-directory'].faults.set({
        ...rule,
        // There is none before the first page; to leave that one out unseen is no fault that anybody could see.
        continued: rule.continued || rule.fault === 'repeated-page',
        base: rule.fault === 'hidden-tombstones' ? /Deleted Objects/ : /^OU=People/,
      });
      await mirror.pollSafely(later);
      fleet.systems['active-directory'].faults.clear();
    },
  ]);

const act = (name: string, step: Step): fc.Arbitrary<[string, Step]> => fc.constant([name, step]);
const domain = (): Systems['active-directory']['controller'] => fleet.systems['active-directory'].controller;
const steps = fc.oneof(
  { arbitrary: faulty, weight: 4 },
  hours.map((later): [string, Step] => [`poll after ${later} h`, (mirror) => mirror.pollSafely(later)]),
  hours.map((later): [string, Step] => [
    `after ${later} h another controller, behind for one poll`,
    async (mirror) => {
      const late = people().slice(-2);
      domain().failOver();
      domain().fallBehind(people().at(-3)?.usnCreated ?? 0);
      await mirror.pollSafely(later);
      domain().settle();
      // It counts what it hears of when it hears of it.
      for (const { id } of late) fleet.estate.updateUser(id, {});
    },
  ]),
  act('somebody comes', () => {
    while (fleet.estate.addUser().origin === 'cloud');
  }),
  act('somebody leaves', () => {
    const [first] = people();
    if (first) fleet.estate.removeUser(first.id);
  }),
  act('somebody changes', change),
  act('restored', () => domain().restore()),
  act('rolled back', () => domain().rollBack(1_000)),
);

const keys = (): string[] =>
  people()
    .map(({ objectGuid }) => objectGuid)
    .sort();

it('nobody who is there is removed or missed, whatever fails, and a good day later nobody else is stored', async () => {
  const lives = async (plan: readonly [string, Step][]): Promise<void> => {
    const mirror = new Mirror();
    await mirror.poll();
    for (const [, step] of plan) await step(mirror);
    await mirror.pollSafely(1);
    const truth = new Mirror();
    await truth.poll();
    expect([...truth.rows.keys()].sort()).toEqual(keys());
    for (const [key, row] of truth.rows) expect(mirror.rows.get(key)).toEqual(row);
    // The first of them may meet a controller that it does not know yet.
    for (const later of [25, 1]) await mirror.pollSafely(later);
    expect([...mirror.rows.keys()].sort()).toEqual(keys());
  };
  await fc.assert(
    fc.asyncProperty(fc.array(steps, { minLength: 4, maxLength: 14 }), (plan) => withDomain(() => lives(plan))),
    runs(12),
  );
});
