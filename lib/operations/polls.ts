// The polls of a source as a list has them: in the words of `lastPoll`.
import { catalog } from '../catalog/index.ts';
import { latestFirst, resource } from '../query/resource.ts';

export const polls = resource('polls', 'Poll', catalog.poll_run, {
  sortedBy: latestFirst,
  names: { occurred_at: 'startedAt', error_hint: 'hint', duration_ms: null },
  derived: new Map([['seconds', { description: 'How long it took', columns: ['duration_ms'], type: 'number' }]]),
});
