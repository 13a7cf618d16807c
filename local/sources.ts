// npm run sources: writes docs/sources/, a page for each product. A test holds them up to date.
import { mkdirSync, writeFileSync } from 'node:fs';
import { SOURCE_TYPES } from '../lib/sources/registry.ts';
import { sourcePage } from './source-page.ts';

const folder = new URL('../docs/sources/', import.meta.url);
mkdirSync(folder, { recursive: true });
for (const type of Object.keys(SOURCE_TYPES)) writeFileSync(new URL(`${type}.md`, folder), await sourcePage(type));
