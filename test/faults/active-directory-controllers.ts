// Another domain controller, one that is behind, or one that hides something.
import type { Company } from '../end-to-end/company.ts';
import { broken, HINT, inGroup, midway } from './active-directory-outcomes.ts';
import { dayPasses, joinedBefore, someoneLeaves } from './active-directory-target.ts';
import { type Fault, OK, type Outcome } from './fault.ts';

const DELETED = /Deleted Objects/;

const directory = inGroup('directory');
type Controller = Company['fleet']['systems']['active-directory']['controller'];
/** A full pass is due. Of the people that are stored, two came too late for a controller that is behind. */
const answeredBy =
  (change: (controller: Controller) => void, behind = true) =>
  (company: Company): void => {
    dayPasses(company);
    const { controller } = company.fleet.systems['active-directory'];
    change(controller);
    if (behind) controller.fallBehind(joinedBefore(company, 3));
  };
/** One row: that of the server is now another server's. */
const ANOTHER: Outcome = { ...OK, replaced: 1 };
const BEHIND: Outcome = { ...ANOTHER, written: 'a part' };

export const controllers: readonly Fault[] = [
  // First: behind a change of controllers a whole pass may be due, which looks at no tombstones.
  directory(
    (company) => {
      someoneLeaves(company);
      company.fleet.systems['active-directory'].faults.set({ fault: 'hidden-tombstones', base: DELETED });
    },
    {
      name: 'the account may not read deleted objects, and somebody left',
      outcome: { ...OK, written: 'a part' },
      remedy: 'Nothing: the daily full pass finds it. docs/configure.md says how to grant the right.',
      verify: dayPasses,
    },
  ),
  directory(
    answeredBy((controller) => controller.failOver(), false),
    {
      name: 'another domain controller answers',
      outcome: ANOTHER,
      remedy: 'Nothing; name one controller in `url`.',
    },
  ),
  directory(
    answeredBy((controller) => controller.failOver()),
    {
      name: 'another domain controller answers, and is behind its peers',
      outcome: BEHIND,
      remedy: 'Nothing; name one controller in `url`.',
    },
  ),
  directory(
    answeredBy((controller) => controller.restore()),
    {
      name: 'the domain controller was restored from a backup',
      outcome: BEHIND,
      remedy: 'Nothing: its peers tell it what it lacks.',
    },
  ),
  directory(
    answeredBy((controller) => controller.rollBack(20)),
    {
      name: 'the domain controller was put back to an old image: its USN is lower than the checkpoint',
      outcome: { ...BEHIND, replaced: 0 },
      remedy: 'Take it out of service: Microsoft calls it a USN rollback.',
    },
  ),
  directory(({ fleet }) => fleet.systems['active-directory'].controller.boast(18), {
    name: 'a highestCommittedUSN beyond every change, which is another one the next time',
    outcome: OK,
    remedy: 'Nothing: what came meanwhile is read then, and everybody with it.',
  }),
  directory(
    answeredBy((controller) => controller.loseSynchronisation()),
    {
      name: 'the domain controller has not finished its first synchronisation',
      outcome: broken(
        'incomplete',
        'Nothing was removed. Wait until it knows what its peers know, or name another one in url.',
        'nothing',
      ),
      remedy: 'Wait, or name another one.',
    },
  ),
  directory(
    (company) =>
      midway('cut', { onStrike: () => company.fleet.systems['active-directory'].controller.failOver() })(company),
    {
      name: 'the domain controller goes in the middle of a page, and another one takes its place',
      outcome: broken('reset', HINT.reset),
      remedy: 'Nothing; name one controller in `url`.',
    },
  ),
];
