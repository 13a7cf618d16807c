// What happens to files between polls, as scripts: each line of the log has to be told once, whatever happens.
import {
  chmodSync,
  copyFileSync,
  linkSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { gzipSync, zstdCompressSync } from 'node:zlib';
import { type FollowedFiles, L } from '../made-up.ts';

export interface Scenario {
  readonly name: string;
  readonly why?: string;
  readonly steps: readonly string[];
  /** Lines 1 to this, each once. */
  readonly total: number;
}

/** Comments of one second: equal in all files that begin then. */
const HEAD = `${'#Software: made up\n#Fields: number name\n'.padEnd(4_095, '# remark ')}\n`;
/** What is no comment, and equal all the same. */
const COLUMNS = `"number name",${'"column",'.repeat(40)}\n`;

/** Each is one step: its words, and what it does. */
const DO: Readonly<Record<string, (files: FollowedFiles, ...words: readonly string[]) => void>> = {
  write: (files, name = '', ...content) => files.write(name, ...content.map(contentOf)),
  replace: (files, name = '', ...content) => files.replace(name, content.map(contentOf).join('')),
  overwrite: (files, name = '', ...content) => writeFileSync(files.at(name), content.map(contentOf).join('')),
  mv: (files, from = '', to = '') => renameSync(files.at(from), files.at(to)),
  cp: (files, from = '', to = '') => copyFileSync(files.at(from), files.at(to)),
  ln: (files, from = '', to = '') => linkSync(files.at(from), files.at(to)),
  symlink: (files, from = '', to = '') => symlinkSync(files.at(from), files.at(to)),
  rm: (files, name = '') => rmSync(files.at(name), { recursive: true }),
  mkdir: (files, name = '') => void mkdirSync(files.at(name), { recursive: true }),
  truncate: (files, name = '', size = '0') => truncateSync(files.at(name), Number(size)),
  chmod: (files, mode = '', name = '') => chmodSync(files.at(name), Number.parseInt(mode, 8)),
  touch: (files, name = '', seconds = '') => utimesSync(files.at(name), Number(seconds), Number(seconds)),
  gzip: (files, name = '') => compress(files, name, '.gz', gzipSync),
  zstd: (files, name = '') => compress(files, name, '.zst', zstdCompressSync),
};

function compress(files: FollowedFiles, name: string, ending: string, by: (of: Buffer) => Buffer): void {
  writeFileSync(files.at(`${name}${ending}`), by(readFileSync(files.at(name))));
  rmSync(files.at(name));
}

function contentOf(word: string): string {
  if (word === 'HEAD') return HEAD;
  if (word === 'COLUMNS') return COLUMNS;
  const [, from = '', to = from, part] = /^L(\d+)(?:-L?(\d+))?(\/2)?$/.exec(word) ?? [];
  if (from === '') throw new RangeError(`no such content: ${word}`);
  const text = L(Number(from), Number(to));
  // The first half of the last line, or the second.
  return part === undefined ? text : text.slice(0, -40);
}

/** The end of a line that `L<n>/2` began. */
export const restOf = (number: number): string => L(number).slice(-40);

/** `polled` after each reading: whether it was carried out to its end. */
export async function play(files: FollowedFiles, steps: readonly string[]): Promise<void> {
  for (const step of steps) {
    const [verb = '', ...words] = step.split(' ');
    if (verb === 'read') await files.read();
    else if (verb === 'rest') files.write(words[0] ?? '', restOf(Number(words[1])));
    else {
      const act = DO[verb];
      if (!act) throw new RangeError(`no such step: ${step}`);
      act(files, ...words);
    }
  }
}

export const SCENARIOS: readonly Scenario[] = [
  { name: 'append', steps: ['write a.log L1-L10', 'read', 'write a.log L11-L20', 'read'], total: 20 },
  { name: 'nothing new', steps: ['write a.log L1-L10', 'read', 'read', 'read'], total: 10 },
  {
    name: 'a line that is written in two parts',
    steps: ['write a.log L1-L3/2', 'read', 'read', 'rest a.log 3', 'read'],
    total: 3,
  },
  {
    name: 'rename and create',
    steps: ['write a.log L1-L10', 'read', 'write a.log L11-L15', 'mv a.log a.log.1', 'write a.log L16-L20', 'read'],
    total: 20,
  },
  {
    name: 'numbers that shift',
    steps: [
      ...['write a.log L1-L5', 'read', 'mv a.log a.log.1', 'write a.log L6-L10', 'read'],
      ...['mv a.log.1 a.log.2', 'mv a.log a.log.1', 'write a.log L11-L15', 'read'],
      ...['mv a.log.2 a.log.3', 'mv a.log.1 a.log.2', 'mv a.log a.log.1', 'write a.log L16', 'read'],
    ],
    total: 16,
  },
  {
    name: 'a writer that keeps the old handle',
    steps: ['write a.log L1-L5', 'mv a.log a.log.1', 'write a.log L6', 'read', 'write a.log.1 L7-L8', 'read'],
    total: 8,
  },
  {
    name: 'copied and truncated, shorter than before',
    steps: ['write a.log L1-L5', 'read', 'cp a.log a.log.1', 'truncate a.log', 'write a.log L6-L7', 'read'],
    total: 7,
  },
  {
    name: 'copied and truncated, longer than before',
    why: 'size alone does not show it',
    steps: ['write a.log L1-L5', 'read', 'cp a.log a.log.1', 'truncate a.log', 'write a.log L6-L30', 'read'],
    total: 30,
  },
  {
    name: 'copied with lines that were not read',
    steps: [
      'write a.log L1-L5',
      'read',
      'write a.log L6-L9',
      'cp a.log a.log.1',
      'truncate a.log',
      'write a.log L10',
      'read',
    ],
    total: 10,
  },
  {
    name: 'copied, read, and truncated then',
    steps: [
      'write a.log L1-L5',
      'read',
      'write a.log L6-L9',
      'cp a.log a.log.1',
      'read',
      'read',
      'truncate a.log',
      'write a.log L10',
      'read',
    ],
    total: 10,
  },
  {
    name: 'a copy under way',
    steps: [
      ...['write a.log L1-L40', 'read', 'write a.log.1 L1-L10', 'read', 'write a.log.1 L11-L25', 'read'],
      ...['write a.log L41', 'write a.log.1 L26-L40', 'read', 'write a.log.1 L41', 'read'],
    ],
    total: 41,
  },
  {
    name: 'a copy at the first sight of both',
    steps: ['write a.log L1-L5', 'cp a.log a.log.1', 'write a.log L6', 'read', 'read'],
    total: 6,
  },
  {
    name: 'compressed when it was read',
    steps: ['write a.log L1-L5', 'read', 'mv a.log a.log.1', 'gzip a.log.1', 'write a.log L6', 'read'],
    total: 6,
  },
  {
    name: 'compressed while down, half of it read',
    steps: [
      'write a.log L1-L5',
      'read',
      'write a.log L6-L10',
      'mv a.log a.log.1',
      'gzip a.log.1',
      'write a.log L11',
      'read',
      'read',
    ],
    total: 11,
  },
  {
    name: 'the same by zstd',
    steps: [
      'write a.log L1-L5',
      'read',
      'write a.log L6-L10',
      'mv a.log a.log.1',
      'zstd a.log.1',
      'write a.log L11',
      'read',
      'read',
    ],
    total: 11,
  },
  {
    name: 'both there while it is compressed',
    steps: ['write a.log.1 L1-L5', 'write a.log.2 L1-L5', 'gzip a.log.2', 'read', 'rm a.log.1', 'read'],
    total: 5,
  },
  {
    name: 'compressed and shifted on',
    steps: [
      ...['write a.log L1-L5', 'read', 'write a.log L6', 'mv a.log a.log.1', 'gzip a.log.1', 'write a.log L7', 'read'],
      ...['mv a.log.1.gz a.log.2.gz', 'mv a.log a.log.1', 'gzip a.log.1', 'write a.log L8', 'read'],
    ],
    total: 8,
  },
  {
    name: 'an inode that is used again',
    steps: ['write a.log L1-L10', 'read', 'rm a.log', 'write a.log L11-L20', 'read'],
    total: 20,
  },
  { name: 'equal heads', steps: ['write b1.log HEAD L1-L5', 'write b2.log HEAD L6-L10', 'read', 'read'], total: 10 },
  {
    name: 'equal columns that are no comment',
    steps: ['write b1.log COLUMNS L1-L50', 'write b2.log COLUMNS L51-L53', 'read', 'write b2.log L54-L60', 'read'],
    total: 60,
  },
  {
    name: 'equal columns, one after the other',
    steps: [
      ...['write b.log COLUMNS L1-L50', 'read', 'mv b.log b.log.1', 'gzip b.log.1', 'write b.log COLUMNS L51', 'read'],
      ...['write b.log L52-L60', 'read'],
    ],
    total: 60,
  },
  {
    name: 'equal heads, the longer file gone',
    steps: ['write b.log HEAD L1-L50', 'read', 'rm b.log', 'write b.log HEAD L51-L52', 'read'],
    total: 52,
  },
  {
    name: 'a shorter copy beside the compressed file',
    steps: [
      ...['write a.log L1-L5', 'read', 'write a.log L6-L10', 'cp a.log a.log.1', 'write a.log L11-L15'],
      ...['gzip a.log', 'read', 'read'],
    ],
    total: 15,
  },
  { name: 'a head alone', steps: ['write a.log HEAD', 'read', 'write a.log L1-L3', 'read', 'read'], total: 3 },
  {
    name: 'replaced by a shorter one',
    steps: ['write a.log L1-L10', 'read', 'replace a.log L11-L12', 'read'],
    total: 12,
  },
  {
    name: 'replaced by one of equal size',
    steps: ['write a.log L11-L20', 'read', 'replace a.log L1-L10', 'write a.log.1 L11-L20', 'read'],
    total: 20,
  },
  {
    name: 'overwritten in its place',
    steps: ['write a.log L1-L5', 'read', 'overwrite a.log L6-L10', 'read'],
    total: 10,
  },
  {
    name: 'a copy that is put back',
    steps: ['write a.log L1-L10', 'read', 'cp a.log a.log.old', 'read', 'read'],
    total: 10,
  },
  {
    name: 'a copy that is put back and written on',
    steps: [
      'write a.log L1-L10',
      'read',
      'cp a.log a.log.old',
      'read',
      'write a.log L11-L13',
      'write a.log.old L14-L20',
      'read',
      'read',
    ],
    total: 20,
  },
  {
    name: 'both written on in one interval',
    steps: [
      'write a.log L1-L10',
      'read',
      'cp a.log a.log.old',
      'write a.log L11-L13',
      'write a.log.old L14-L20',
      'read',
      'read',
    ],
    total: 20,
  },
  {
    name: 'an older copy in its place',
    steps: [
      'write a.log L1-L10',
      'cp a.log kept',
      'read',
      'write a.log L11-L20',
      'read',
      'cp kept a.log',
      'read',
      'write a.log L21-L23',
      'read',
    ],
    total: 23,
  },
  {
    name: 'a hard link',
    steps: ['write a.log L1-L5', 'ln a.log a.log.keep', 'read', 'write a.log L6', 'read'],
    total: 6,
  },
  {
    name: 'a symbolic link',
    steps: ['write a.log L1-L5', 'symlink a.log a.log.current', 'read', 'write a.log L6', 'read'],
    total: 6,
  },
  {
    name: 'lines as short as nothing',
    steps: ['write a.log L1', 'read', 'mv a.log a.log.1', 'write a.log L2', 'read'],
    total: 2,
  },
];
