// npm run schema: writes sources.schema.json, which editors check the sources file against. A test holds it up to date.
import { writeFileSync } from 'node:fs';
import { sourcesSchema } from '../lib/settings/index.ts';

const file = new URL('../sources.schema.json', import.meta.url);
writeFileSync(file, `${JSON.stringify(sourcesSchema(), null, 2)}\n`);
