// The endpoints for operators: sources, poll now, decisions on held removals.

import { HOLD_KINDS, mirrors } from '../catalog/index.ts';
import type { ApiRequest, Endpoint, JsonSchema } from '../http/endpoint.ts';
import {
  choice,
  each,
  flag,
  inPath,
  inQuery,
  instant,
  itemsOf,
  json,
  openObject,
  said,
  text,
} from '../http/json-schema.ts';
import { conflict, notFound } from '../http/problem.ts';
import { consoleLogger } from '../log.ts';
import { listOf } from '../query/list-endpoint.ts';
import { parseQuery } from '../query/parse.ts';
import { DESK } from '../roles.ts';
import { changed, isAsSeen, seenIn, seenParameters } from './hold-seen.ts';
import { journal, noteAction, sayAction } from './journal.ts';
import type { OperatorDependencies } from './operator.ts';
import { polls } from './polls.ts';
import { COLLECTOR, DECIDED_HOLD, FACT, FOR_OPERATORS, SOURCE, type SourceStatus, WARNING } from './source-schema.ts';

const nameParameter = inPath('name', 'Name of the source');
const datasetParameter = inQuery(
  'dataset',
  'One dataset only; all where absent',
  choice(mirrors.map(({ name }) => name)),
);
const kindParameter = inQuery(
  'kind',
  'One kind of what is held only; all where absent',
  choice(['removal', ...HOLD_KINDS]),
);
const fullParameter = inQuery(
  'full',
  'true: everything is read anew, not only what has changed',
  choice(['true', 'false']),
);
/** What is wrong with a configuration names files of secrets: the others are told how far sources are. */
const hasOperatorRole = (roles: ApiRequest['roles']): boolean => roles === null || roles.includes('operator');
const withoutProblems = ({ problems: _, ...source }: SourceStatus): SourceStatus => source;
const told = (of: JsonSchema, description: string): JsonSchema => each(of, `${description}; ${FOR_OPERATORS}`);

/** What is held names rows of people by their ids. */
const WHO_KNOWS_PEOPLE = ['operator', ...DESK, 'privacy'] as const;

const common = {
  authLevel: 'function',
  tag: 'Sources',
  roles: ['operator'],
  dataset: null,
  purpose: 'optional',
} as const;

/** Null where only the database knows the source. Throws ApiError 404 where nothing does. */
async function knownSource({ sources, store }: OperatorDependencies['application'], name: string) {
  const source = sources.find((s) => s.name === name);
  if (source) return source;
  const known = store.db.selectFrom('source_state').select('source').where('source', '=', name);
  if (!(await known.executeTakeFirst())) throw notFound('source');
  return null;
}

/** Throws ApiError 409 where only the database knows the source, 404 where nothing does. */
async function configured(app: OperatorDependencies['application'], name: string) {
  const source = await knownSource(app, name);
  if (source) return source;
  throw conflict(
    'not-configured',
    'The sources file of this collector does not have that source.',
    'Put it into the file again and restart; else its rows, and what is held of them, leave after UNVERIFIED_DAYS.',
  );
}

async function decide(request: ApiRequest, dependencies: OperatorDependencies, verdict: 'approved' | 'rejected') {
  const { application: app, store } = dependencies;
  const name = request.params.name ?? '';
  const source = await configured(app, name);
  const [{ decideHolds }, { carryOutApproved }, { pollDependencies }] = await Promise.all([
    import('../ingest/holds.ts'),
    import('../ingest/poll.ts'),
    import('../app.ts'),
  ]);
  const dataset = request.query.get('dataset') ?? undefined;
  const operation = verdict === 'approved' ? 'source-deletions-approve' : 'source-deletions-reject';
  const kind = request.query.get('kind') ?? undefined;
  const seen = seenIn(request.query);
  const decided = await decideHolds(store, name, verdict, { dataset, kind }, async (tx, decided, held) => {
    if (!isAsSeen(seen, held)) throw changed();
    await noteAction(tx, dependencies, request, { operation, source: name, details: { decided } });
  });
  if (decided.length === 0)
    throw conflict(
      'nothing-held',
      'Nothing is held that could be decided on.',
      'GET /api/sources shows what is held now.',
    );
  sayAction(request, { operation, source: name, details: { decided } });
  const log = consoleLogger;
  const done =
    verdict === 'approved' && 'config' in source
      ? await carryOutApproved({ ...(await pollDependencies(app, source, log)), log })
      : false;
  return { body: { decided, carriedOut: done }, access: [] };
}

const DECIDED = openObject({
  decided: each(DECIDED_HOLD),
  carriedOut: said(
    flag,
    'Of an approval: true where it is done; false where the poll that is under way, or the next one, does it. Of a rejection always false: nothing is to be done',
  ),
});

export const sourceEndpoints: readonly Endpoint<OperatorDependencies>[] = [
  {
    ...common,
    name: 'sources',
    roles: WHO_KNOWS_PEOPLE,
    method: 'GET',
    route: 'sources',
    summary: 'What each source holds, how fresh it is, and what is wrong with it',
    shows: ['poll_run'],
    parameters: [],
    response: {
      description: 'All sources',
      content: json(
        openObject(
          {
            items: each(SOURCE),
            problems: told(text, 'What is wrong with the sources file as a whole, or with COLLECTOR_SOURCES'),
            warnings: told(text, 'What an operator should look at'),
            warned: told(WARNING, 'The same by kind, in the same order'),
            database: told(FACT, 'What is to be known of the database'),
          },
          ['problems', 'warnings', 'warned', 'database'],
        ),
      ),
    },
    handle: async ({ roles }, { application: app, store }) => {
      const [{ lastRuns }, { sourceStatuses }, { warningsIn, warningTold }] = await Promise.all([
        import('../ingest/last-run.ts'),
        import('./status.ts'),
        import('./warnings.ts'),
      ]);
      const runs = await lastRuns(store);
      if (!hasOperatorRole(roles)) {
        return { body: { items: (await sourceStatuses(app, runs)).map(withoutProblems) }, access: [] };
      }
      const [items, database] = await Promise.all([sourceStatuses(app, runs), store.inspect()]);
      const warned = (await warningsIn(app, database, runs)).map(warningTold);
      const warnings = warned.map(({ text }) => text);
      return { body: { items, problems: app.problems, warnings, warned, database }, access: [] };
    },
  },
  {
    ...common,
    name: 'collectors',
    method: 'GET',
    route: 'collectors',
    summary: 'Processes of the bundle: versions, sources, when each was last seen',
    shows: ['collector'],
    parameters: [],
    response: {
      description: 'Those that run, and those that were lost within 30 days; the last seen first',
      content: json(itemsOf(COLLECTOR)),
    },
    handle: async (_request, { store }) => {
      const { collectorStatuses } = await import('./collectors.ts');
      return { body: { items: await collectorStatuses(store) }, access: [] };
    },
  },
  {
    ...common,
    name: 'source',
    roles: WHO_KNOWS_PEOPLE,
    method: 'GET',
    route: 'sources/{name}',
    summary: 'One source',
    parameters: [nameParameter],
    response: { description: 'The source', content: json(SOURCE) },
    problems: [404],
    handle: async (request, { application: app }) => {
      const { sourceStatus } = await import('./status.ts');
      const status = await sourceStatus(app, request.params.name ?? '');
      if (!status) throw notFound('source');
      return { body: hasOperatorRole(request.roles) ? status : withoutProblems(status), access: [] };
    },
  },
  {
    ...listOf(polls, [nameParameter]),
    name: 'source-polls',
    route: 'sources/{name}/polls',
    tag: 'Sources',
    roles: ['operator'],
    summary: 'Polls of a source, the latest first: how each ended, what it read, wrote, removed and rejected',
    handle: async (request, dependencies) => {
      const { list, listAnswer } = await import('../query/list.ts');
      const name = request.params.name ?? '';
      await knownSource(dependencies.application, name);
      const asked = parseQuery(polls, request.query);
      return listAnswer(asked, await list(dependencies, asked, { source: name }, request.wantsTotal));
    },
  },
  {
    ...common,
    name: 'source-poll',
    method: 'POST',
    route: 'sources/{name}/poll',
    summary: 'Poll a source now',
    description:
      'With `full=true` everything is read. What left at the source is removed with it; where the product is paged by offset (BlackBerry UEM, Ivanti EPMM, Ivanti Neurons, Workspace ONE), with the second complete reading in a row that does not find it.',
    parameters: [nameParameter, fullParameter],
    response: {
      status: 202,
      description:
        '`started`: a poll begins. `polling`: one is under way, and nothing was done. `queued`: one is under way, and the full one that was asked for follows it at once',
      content: json(openObject({ state: choice(['started', 'polling', 'queued']) })),
    },
    problems: [404, 409],
    handle: async (request, dependencies) => {
      const { application: app } = dependencies;
      const [{ polledHere }, { startPoll }] = await Promise.all([import('../app.ts'), import('./poll-source.ts')]);
      const name = request.params.name ?? '';
      await configured(app, name);
      const source = polledHere(app.sources, app.settings).find((s) => s.name === name);
      if (!source)
        throw conflict(
          'not-polled-here',
          'This collector does not poll that source.',
          'It is misconfigured, disabled, or left out of COLLECTOR_SOURCES: GET /api/sources says which.',
        );
      const full = request.query.get('full') === 'true';
      const accepted = () =>
        journal(dependencies, request, { operation: 'source-poll', source: name, details: { full } });
      return { body: { state: await startPoll(app, source, full, accepted) }, access: [] };
    },
  },
  {
    ...common,
    name: 'source-deletions-approve',
    method: 'POST',
    route: 'sources/{name}/deletions/approve',
    summary: 'Approve what is held: rows and values are removed, new rows are let in',
    parameters: [nameParameter, datasetParameter, kindParameter, ...seenParameters],
    response: { description: 'What was decided', content: json(DECIDED) },
    problems: [404, 409],
    handle: (request, dependencies) => decide(request, dependencies, 'approved'),
  },
  {
    ...common,
    name: 'source-deletions-reject',
    method: 'POST',
    route: 'sources/{name}/deletions/reject',
    summary: 'Reject what is held: rows and values stay, new rows are kept out',
    parameters: [nameParameter, datasetParameter, kindParameter, ...seenParameters],
    response: { description: 'What was decided', content: json(DECIDED) },
    problems: [404, 409],
    handle: (request, dependencies) => decide(request, dependencies, 'rejected'),
  },
  {
    ...common,
    name: 'retention-clock',
    method: 'POST',
    route: 'retention/clock',
    tag: 'Privacy',
    summary: 'Say that the clocks are right: retention waits no more',
    description: 'It waits for a day of running where a clock jumped ahead: everything would be overdue.',
    parameters: [],
    response: {
      description: 'How late it is by the database, from when retention goes on',
      content: json(openObject({ now: instant })),
    },
    handle: async (request, dependencies) => {
      const { store, clock } = dependencies;
      const { believe, doubtOf, lookAt } = await import('../retention/jump.ts');
      const [look, doubt] = [await lookAt(store, clock), await doubtOf(store)];
      const details = { now: new Date(look.now).toISOString(), jumpedByMs: doubt?.byMs ?? null };
      await journal(dependencies, request, { operation: 'retention-clock', source: null, details });
      await believe(store, look);
      return { body: { now: details.now }, access: [] };
    },
  },
];
