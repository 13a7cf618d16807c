// Compiled code of earlier test files of a worker: each file's modules are compiled in a context of their own, and Jest
// keeps nothing of that. It takes these two from `node:vm` whenever it compiles.
// https://nodejs.org/docs/latest-v24.x/api/vm.html#sourcetextmodulecreatecacheddata
import vm from 'node:vm';

const { SourceTextModule, compileFunction } = vm;
const modules = new Map();
const functions = new Map();

/** What V8 made of this very code, where it is known. */
const compiled = (known, name, code) => (known.get(name)?.code === code ? known.get(name).data : undefined);

export function keepCompiledCode() {
  vm.SourceTextModule = class extends SourceTextModule {
    constructor(code, options) {
      const cachedData = compiled(modules, options.identifier, code);
      super(code, { ...options, cachedData });
      if (!cachedData) modules.set(options.identifier, { code, data: this.createCachedData() });
    }
  };
  vm.compileFunction = (code, parameters, options) => {
    const cachedData = compiled(functions, options.filename, code);
    const made = compileFunction(code, parameters, { ...options, cachedData, produceCachedData: !cachedData });
    if (!cachedData) functions.set(options.filename, { code, data: made.cachedData });
    return made;
  };
}
