// A dependency of a hundred files and more as one: Jest opens, resolves and links each file anew in each test file.
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { buildSync } from 'esbuild';

/** What the packages are: a newer one is bundled anew. */
const LOCK = 'package-lock.json';

export default {
  getCacheKey: (source, path, { configString }) =>
    [source, path, configString, readFileSync(LOCK)]
      .reduce((hash, part) => hash.update(part), createHash('sha256'))
      .digest('hex'),

  process(source, path) {
    const bundled = buildSync({
      stdin: { contents: source, sourcefile: path, resolveDir: process.cwd() },
      bundle: true,
      format: 'esm',
      platform: 'node',
      target: 'node24',
      minifyWhitespace: true,
      legalComments: 'none',
      write: false,
    });
    return { code: bundled.outputFiles[0].text };
  },
};
