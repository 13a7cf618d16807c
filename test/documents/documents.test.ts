import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { documents, GENERATED_FOLDERS, ROOT } from './documents.ts';

const made = await documents();
const textOf = (path: string): string => readFileSync(new URL(path, ROOT), 'utf8');

describe('generated documents', () => {
  it.each([...made.keys()])('%s is what `npm run documents` writes', (path) => {
    // Line by line: a diff of the OpenAPI document as one text would have 14,000 lines.
    const [written, wanted] = [textOf(path).split('\n'), made.get(path)?.split('\n') ?? []];
    const differs = wanted.findIndex((line, i) => line !== written[i]);
    expect({ line: differs + 1, text: written[differs] }).toEqual({ line: differs + 1, text: wanted[differs] });
    expect(written).toHaveLength(wanted.length);
  });

  it.each(GENERATED_FOLDERS)('%s holds nothing else', (folder) => {
    const found = readdirSync(new URL(folder, ROOT)).map((name) => `${folder}${name}`);
    expect(found.filter((path) => !made.has(path))).toEqual([]);
  });
});
