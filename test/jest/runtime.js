// A worker loads our code and its dependencies once, and not for each of its test files: they are hundreds of modules, and
// V8 has optimised what an earlier file ran. What is in test/ is loaded anew: it brings `expect` along, which is a file's own.
// A variable of a module of ours keeps its value from one file to the next, as in a collector from one poll to the next. After
// a file that changes what the others rely on (keep-nothing.ts) everything is loaded anew.
import { join, sep } from 'node:path';
import { pathToFileURL } from 'node:url';
import Runtime from 'jest-runtime';

const TESTS = join(import.meta.dirname, '..', sep);
const TESTS_URL = pathToFileURL(TESTS).href;

/** Modules by path or URL. Jest clears them after each file: those that last are left. */
class Modules extends Map {
  #lasts;

  constructor(lasts) {
    super();
    this.#lasts = lasts;
  }

  clear() {
    for (const [key, module] of this) if (!this.#lasts(key, module)) this.delete(key);
  }

  clearAll() {
    super.clear();
  }
}

const imported = new Modules(
  (url, { status }) => url.startsWith('file:') && !url.startsWith(TESTS_URL) && status === 'evaluated',
);
const required = new Modules((path) => !path.startsWith(TESTS));

export default class LastingRuntime extends Runtime {
  constructor(...given) {
    super(...given);
    Object.assign(this.registries, { esModuleRegistry: imported, moduleRegistry: required });
  }

  teardown() {
    const { keepNothing } = this._environment.global;
    super.teardown();
    if (keepNothing) for (const modules of [imported, required]) modules.clearAll();
    // What lasts goes on to import where it was loaded; Jest would refuse that after the end of the file.
    this.enterTestCode();
  }
}
