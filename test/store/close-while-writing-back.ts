// A process that writes much and closes at once, again and again: the log is being written back then.

import { digestOf } from '../../lib/mirror/key.ts';
import { openStore } from '../../lib/store/index.ts';

const ROWS = 30_000;
const TIMES = 5;

for (let pass = 1; pass <= TIMES; pass += 1) {
  const store = await openStore({ database: process.argv[2] ?? '' });
  const keys = Array.from({ length: ROWS }, (_, i) => digestOf(`${pass}/${i}`));
  await store.write((tx) =>
    tx.insert(
      'pass_key',
      keys.map((record_key) => ({ source: 'log', dataset: 'device', pass, record_key })),
    ),
  );
  await store.close();
}
process.stdout.write(`closed ${TIMES} times`);
