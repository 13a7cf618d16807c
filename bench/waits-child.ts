// Another collector at the same database, of the version before a migration: `waits-child.ts <database>` reads changes, as the
// API does, and writes a line of the access log, again and again; prints how long each waited at most when its input ends.
import { firstRows, openStore } from '../lib/store/index.ts';
import { longestWait, write } from './retention.ts';

const [database = ''] = process.argv.slice(2);
const store = await openStore({ database, migrate: false });
const newest = store.db
  .selectFrom('change')
  .select(['id', 'kind'])
  .orderBy('occurred_at', 'desc')
  .orderBy('id', 'desc');
const ended = new AbortController();
process.stdin.resume().once('end', () => ended.abort());
await write(store);
process.stdout.write('ready\n');
let refused = 0;
const orRefused = () =>
  write(store).catch(() => {
    refused += 1;
  });
const [reader, writer] = await Promise.all([
  longestWait(ended.signal, () => firstRows(store.engine, newest, 10).execute()),
  longestWait(ended.signal, orRefused),
]);
process.stdout.write(JSON.stringify({ reader, writer, refused }));
await store.close();
