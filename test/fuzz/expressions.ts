// Every regular expression that our own files write, by a parser of TypeScript.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseSync } from '@swc/core';

export interface Expression {
  readonly file: string;
  readonly expression: RegExp;
}

/** Of all .ts files in some folders. Throws where one is built at run time: nothing could be proved of it. */
export function expressionsIn(folders: readonly string[]): Expression[] {
  const files = folders.flatMap((folder) =>
    readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.ts'))
      .map((name) => join(folder, name)),
  );
  return files.flatMap((file) => {
    const found: RegExp[] = [];
    collect(parseSync(readFileSync(file, 'utf8'), { syntax: 'typescript', target: 'es2024' }), found);
    return found.map((expression) => ({ file, expression }));
  });
}

function collect(node: unknown, found: RegExp[]): void {
  if (typeof node !== 'object' || node === null) return;
  if (Reflect.get(node, 'type') === 'RegExpLiteral')
    found.push(new RegExp(String(Reflect.get(node, 'pattern')), String(Reflect.get(node, 'flags'))));
  const callee: unknown = Reflect.get(node, 'callee');
  if (Reflect.get(Object(callee), 'value') === 'RegExp') throw new RangeError('a regular expression built at run time');
  for (const inner of Object.values(node)) collect(inner, found);
}
