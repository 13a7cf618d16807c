// npm run faults: writes docs/faults.md. A test holds it up to date.
import { writeFileSync } from 'node:fs';
import { faultDocument } from './document.ts';
import { tables } from './tables.ts';

writeFileSync(new URL('../../docs/faults.md', import.meta.url), faultDocument(tables));
