// What `/api/sources` answers of a source: the types, and their JSON Schema beside them. The compiler wants a line for each
// property of a type, so that nothing is answered that the document does not describe.

import { POLL_OUTCOMES } from '../catalog/events.ts';
import { HOLD_KINDS } from '../catalog/index.ts';
import type { JsonSchema } from '../http/endpoint.ts';
import { choice, each, flag, instant, integer, objectOf, orNull, said, text } from '../http/json-schema.ts';
import type { FilesKnown } from '../ingest/files-known.ts';
import type { DecidedHold } from '../ingest/holds.ts';
import type { KnownPeer } from '../ingest/peers.ts';
import type { DatasetCounts } from '../ingest/run.ts';
import { FILE_TROUBLES, type FileTrouble, type LineCounts, UNPROVEN } from '../sources/contract.ts';
import type { Fact } from '../store/index.ts';
import { WARNING_KINDS, type WarningKindName } from '../warning-kinds.ts';
import type { Expiring } from './expiring.ts';
import { SOURCE_STATES, type SourceState } from './source-state.ts';

export interface SourceStatus {
  readonly name: string;
  readonly type: string | null;
  readonly state: SourceState;
  /** Absent where the role is not told. */
  readonly problems?: readonly string[];
  readonly product: string | null;
  readonly version: string | null;
  readonly lastSuccessAt: string | null;
  readonly nextPollAt: string | null;
  readonly due: boolean;
  readonly signIn: { readonly refusedAt: string; readonly tries: number; readonly nextTryAt: string } | null;
  /** What ended last. */
  readonly lastPoll: LastPoll | null;
  readonly runningPoll: { readonly startedAt: string | null } | null;
  /** Of a source of logs. */
  readonly files: FilesKnown | null;
  /** Of one whose lines are pushed. */
  readonly push: PushStatus | null;
  readonly datasets: Readonly<Record<string, DatasetStatus>>;
  readonly holds: readonly HoldStatus[];
  /** Of its last polls that reached a server. */
  readonly tls: readonly PeerStatus[];
  readonly expiring: readonly Omit<Expiring, 'source'>[];
  /** Rows of the last week in a name that nobody is known by. */
  readonly unnamed: number;
}

export interface PeerStatus extends KnownPeer {
  readonly days: number;
}

export interface PushStatus extends Record<'accepted' | 'known' | 'ignored' | 'rejected', number> {
  readonly senders: number;
  readonly lastAcceptedAt: string;
  readonly quietSince: string;
}

export interface LastPoll {
  readonly startedAt: string;
  readonly outcome: string;
  readonly errorCode: string | null;
  readonly hint: string | null;
  readonly errorServer: string | null;
  readonly seconds: number | null;
  readonly rowsRead: number | null;
  readonly rowsWritten: number | null;
  readonly rowsRemoved: number | null;
  readonly rejected: readonly RejectedValues[];
  readonly datasets: Readonly<Record<string, DatasetCounts>>;
  readonly lines?: LineCounts;
  readonly requests: number | null;
  readonly throttled: number | null;
  readonly clockSkewMs: number | null;
}

interface RejectedValues {
  readonly dataset: string;
  readonly field: string;
  readonly reason: string;
  readonly count: number;
}

export interface DatasetStatus {
  readonly rows: number;
  readonly absent: number;
  readonly lastCompletePassAt: string | null;
}

export interface HoldStatus {
  readonly state: string;
  readonly dataset: string;
  readonly kind?: string;
  readonly parameters?: readonly string[];
  readonly absent: number;
  readonly total: number;
  readonly sampleIds: readonly string[];
  readonly openedAt: string;
  readonly confirmedAt: string;
  readonly carriedOutAt: string | null;
  readonly seen: string;
  readonly hint: string;
}

/** A warning, for whoever words it by its kind. */
export interface WarningTold {
  readonly kind: WarningKindName;
  readonly source: string | null;
  readonly about: string | null;
  readonly since: string | null;
  readonly text: string;
}

const byDataset = (of: JsonSchema): JsonSchema => ({ type: 'object', additionalProperties: of });
const byReason = byDataset(integer);

const PROBLEMS = {
  'not-answering': integer,
  'files-missing': integer,
  permission: integer,
  'unknown-format': integer,
  'not-text': integer,
  truncated: integer,
  'not-compressed': integer,
};

const FILES: JsonSchema = {
  ...orNull(
    objectOf<FilesKnown>({
      known: said(integer, 'Files that are there, but those last written before `from`'),
      behind: said(integer, 'Files with something that is not read yet, or may not be'),
      bytesBehind: said(integer, 'How much that is, compressed files as they are'),
      oldestUnread: said(orNull(instant), 'When that of them was last written that was so first'),
      problems: said(
        objectOf<Record<FileTrouble, number>>(PROBLEMS, FILE_TROUBLES),
        'Files by what is wrong with them; `files-missing` counts paths that name none; `not-answering` is 1 while the file system does not answer',
      ),
      places: said(
        each(
          objectOf<FilesKnown['places'][number]>({
            trouble: said(choice(FILE_TROUBLES), 'What is wrong, as `problems` names it'),
            path: said(orNull(integer), 'Which of `paths` it is at: the first is 1; null of all of them'),
            files: said(integer, 'How many files, or directories, it is'),
            since: said(instant, 'When a poll first found it so'),
          }),
        ),
        'The same by place',
      ),
    }),
  ),
  description: 'Of a source of logs: counts of its files, which are never named',
};

const PUSH: JsonSchema = {
  ...orNull(
    objectOf<PushStatus>({
      senders: said(integer, 'Who pushed within the last months, by the names that they give themselves'),
      lastAcceptedAt: said(instant, 'When a batch was last stored'),
      quietSince: said(instant, 'The same of the sender that has been quiet for longest'),
      accepted: said(integer, 'Lines that told something, of all senders since their first'),
      known: said(integer, 'Lines that came again'),
      ignored: said(integer, 'Lines that tell of nobody'),
      rejected: said(integer, 'Lines that could not be read; `lastPoll.lines` has the reasons of its hour'),
    }),
  ),
  description: 'Of a source that lines were pushed to',
};

const COUNTS = objectOf<DatasetCounts>(
  {
    read: said(integer, 'Rows that this poll read'),
    inserted: integer,
    updated: integer,
    removed: integer,
    held: said(integer, 'Removals that were refused'),
    complete: said(flag, 'Whether a pass ended in this poll that is proven to have read all of it'),
    unproven: said(flag, 'Whether one ended that is not: nothing was removed for it'),
    why: said(choice(UNPROVEN), 'Why it is not proven, where the connector said so'),
    proof: orNull({
      ...objectOf<NonNullable<DatasetCounts['proof']>>({
        marker: said(text, 'By what the source showed the end of the list'),
        rows: said(integer, 'How many rows the source has, by its own count or by that of the connector'),
        again: said(integer, 'Rows that were read more than once by intention'),
        read: said(
          orNull(integer),
          'How many different rows we read, over all polls of the pass; null where a row could not be read. Complete: at least `rows`, at most `rows` and `again` together',
        ),
      }),
      description: 'Null where no pass ended in this poll',
    }),
  },
  ['why'],
);

const LAST_POLL: JsonSchema = {
  ...orNull(
    objectOf<LastPoll>(
      {
        startedAt: instant,
        outcome: choice(POLL_OUTCOMES.filter((outcome) => outcome !== 'running')),
        errorCode: said(orNull(text), 'Null where it had no error'),
        hint: said(orNull(text), 'What to do about the error'),
        errorServer: said(
          orNull(text),
          'Which server of the source the error is of, host and port; null where that is not known',
        ),
        seconds: orNull({ type: 'number' }),
        rowsRead: orNull(integer),
        rowsWritten: said(orNull(integer), 'Inserted and updated'),
        rowsRemoved: orNull(integer),
        rejected: each(
          objectOf<RejectedValues>({ dataset: text, field: text, reason: text, count: integer }),
          'What could not be read or was not stored, counted',
        ),
        datasets: byDataset(COUNTS),
        lines: said(
          objectOf<LineCounts>({ read: integer, ignored: byReason, rejected: byReason, doubted: byReason }),
          'Of a source of logs, whose polls of an hour share one run: lines, by the reason where they told nothing; `doubted` are those whose time was moved: `ahead` of the clock, in a `repeated-hour` or a `missing-hour`',
        ),
        requests: orNull(integer),
        throttled: said(orNull(integer), 'Requests that the source asked to be made later'),
        clockSkewMs: said(orNull(integer), 'How far the clock of the source is ahead of that of the collector'),
      },
      ['lines'],
    ),
  ),
  title: 'LastPoll',
  description: 'The poll that ended last; null before the first end',
};

const KIND = said(choice(HOLD_KINDS), 'Left out of a removal of rows');
const PARAMETERS = each(text, 'Of lost values: the parameters that rows lost');
const ABSENT = said(
  integer,
  'How many rows it is about: of a removal, that are gone; of `values`, that lost one; of `growth`, that are not stored',
);

const HOLD: JsonSchema = {
  ...objectOf<HoldStatus>(
    {
      state: said(
        choice(['open', 'rejected']),
        'Open ones wait for a decision; rejected ones stay here until approved after all, or over',
      ),
      dataset: text,
      kind: KIND,
      parameters: PARAMETERS,
      absent: ABSENT,
      total: said(integer, 'Rows of the source in this dataset'),
      sampleIds: each(
        text,
        'Ids of some of the rows; of users those of the people, as `/api/users/{id}` takes them; of removals only',
      ),
      openedAt: instant,
      confirmedAt: said(instant, 'When a complete pass last confirmed it'),
      carriedOutAt: said(orNull(instant), 'When it is carried out without an answer; null for never'),
      seen: said(text, 'Which rows it is about: another word where these change. A decision takes it back'),
      hint: text,
    },
    ['kind', 'parameters'],
  ),
  title: 'Hold',
};

/** Of what is left out of an answer, since it names files of secrets. */
export const FOR_OPERATORS = 'absent for roles other than `operator`';

export const SOURCE: JsonSchema = {
  ...objectOf<SourceStatus>(
    {
      name: text,
      type: orNull(text),
      state: said(choice(SOURCE_STATES), 'Where several hold, the first one of this list'),
      problems: each(text, `What is wrong with its configuration; ${FOR_OPERATORS}`),
      product: orNull(text),
      version: orNull(text),
      lastSuccessAt: said(orNull(instant), 'End of the last poll without an error'),
      nextPollAt: said(
        orNull(instant),
        'Behind the wait for a refused sign-in; null where it is not polled, or was never, or is polled with the next tick of its timer',
      ),
      due: said(
        flag,
        'Whether it should be polled by now: `nextPollAt` has passed, or it waits for a tick of its timer',
      ),
      signIn: orNull({
        ...objectOf<NonNullable<SourceStatus['signIn']>>({
          refusedAt: instant,
          tries: said(integer, 'Refused tries in a row, 10 at most'),
          nextTryAt: said(
            instant,
            'When a poll may try again with the secret as it is now: another one is tried at once, but no third try is made within 30 minutes',
          ),
        }),
        description: 'Where the source refused the last sign-in: it waits, since wrong tries lock accounts',
      }),
      lastPoll: LAST_POLL,
      runningPoll: orNull({
        ...objectOf<NonNullable<SourceStatus['runningPoll']>>({
          startedAt: said(orNull(instant), 'Null where it notes none: it only just begins, or reads logs'),
        }),
        description: 'The poll that is under way; null where none is',
      }),
      files: FILES,
      push: PUSH,
      datasets: byDataset(
        objectOf<DatasetStatus>({
          rows: integer,
          absent: said(integer, 'Rows that are gone at the source, and not removed yet'),
          lastCompletePassAt: orNull(instant),
        }),
      ),
      holds: each(HOLD, 'What was refused: removals, lost values, growth'),
      tls: each(
        objectOf<PeerStatus>({
          host: said(text, 'Host and port that the certificate was checked for; not those of a proxy before it'),
          protocol: text,
          cipher: text,
          issuer: said(orNull(text), 'Name of the authority that signed the certificate'),
          expiresAt: said(instant, 'When the certificate ends; of several behind one name the first to end'),
          days: said(integer, 'Until then; negative where it has ended'),
        }),
        'Servers that the last polls reached, and how; empty before the first, and for files',
      ),
      expiring: each(
        objectOf<Omit<Expiring, 'source'>>({
          component: text,
          count: integer,
          days: said(integer, 'Until the first of them expires; negative where it has'),
        }),
        'Certificates, tokens and licences that expire within 30 days, or have, by kind; `tls-certificate` is of a server in `tls`',
      ),
      unnamed: said(
        integer,
        'Rows of the last week, told in a name that nobody is known by: the next reading of a directory may tell whose they are',
      ),
    },
    ['problems'],
  ),
  title: 'Source',
};

export const WARNING: JsonSchema = {
  ...objectOf<WarningTold>({
    kind: said(choice(Object.keys(WARNING_KINDS)), 'Does not change with its words'),
    source: said(orNull(text), 'Null where it is about the whole installation'),
    about: said(
      orNull(text),
      'What of it: a dataset, of what is held with `/` and what kind; a component of `/api/infrastructure`; a trouble of files; a channel; a version; an instance of `/api/collectors`',
    ),
    since: said(orNull(instant), 'Null where that is not known'),
    text: said(text, 'The same as in `warnings`'),
  }),
  title: 'Warning',
};

export interface CollectorStatus {
  readonly instance: string;
  readonly lensVersion: string;
  readonly hostVersion: string;
  readonly nodeVersion: string;
  readonly sources: readonly string[];
  readonly startedAt: string;
  readonly lastSeenAt: string;
}

export const COLLECTOR: JsonSchema = {
  ...objectOf<CollectorStatus>({
    instance: said(text, 'New with each process'),
    lensVersion: said(text, 'Version of EMM Lens'),
    hostVersion: said(text, 'Version of the Functions host'),
    nodeVersion: said(text, 'Version of Node.js'),
    sources: each(text, 'Sources that it polls'),
    startedAt: instant,
    lastSeenAt: said(instant, 'Each says every five minutes that it is there; one that ends in order is told no more'),
  }),
  title: 'Collector',
};

export const FACT = objectOf<Fact>({ name: text, value: text, advice: text }, ['advice']);

export const DECIDED_HOLD = objectOf<DecidedHold>(
  {
    dataset: text,
    absent: ABSENT,
    kind: KIND,
    parameters: PARAMETERS,
  },
  ['kind', 'parameters'],
);
