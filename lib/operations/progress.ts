// Polls under way in this process, for whoever shows them: `npm start` draws a live line of them.
import { EventEmitter } from 'node:events';
import type { PollRun } from '../ingest/run.ts';

export interface PollProgress {
  readonly source: string;
  readonly startedAt: Date;
  readonly rows: number;
}

/** Emits `progress` with a PollProgress after each step of a poll. Nobody need listen. */
export const pollProgress = new EventEmitter<{ progress: [PollProgress] }>();

export const reportProgress = (run: PollRun): void => {
  pollProgress.emit('progress', { source: run.source, startedAt: run.startedAt, rows: run.sum('read') });
};
