// Jest's environment for Node, one for all test files of a worker (runtime.js says why), with an ordinary global object.
// Its own one is a proxy behind an interceptor, so that each use of `Math`, `JSON` or `Date` costs as much as a call: a
// simulated company took ten times as long as outside of tests.
// https://nodejs.org/docs/latest-v24.x/api/vm.html#when-contextobject-is-vmconstantsdont_contextify
import vm from 'node:vm';
import { TestEnvironment } from 'jest-environment-node';
import { keepCompiledCode } from './compiled-code.js';

keepCompiledCode();

const { createContext } = vm;

class LastingEnvironment extends TestEnvironment {
  #globals;
  #env;
  #exit;

  constructor(config, context) {
    // Taken by the constructor in place of the proxy.
    vm.createContext = () => createContext(vm.constants.DONT_CONTEXTIFY);
    try {
      super(config, context);
    } finally {
      vm.createContext = createContext;
    }
    const { process: ofTests } = this.global;
    // Node replaces this getter by its value when it is first asked, in its own `process` alone: the copy of a test would
    // make the set anew whenever axios sends a request.
    const value = process.allowedNodeEnvironmentFlags;
    Object.defineProperty(ofTests, 'allowedNodeEnvironmentFlags', { value, configurable: true });
    this.#globals = new Set(Reflect.ownKeys(this.global));
    this.#env = { ...ofTests.env };
    this.#exit = ofTests.exit;
  }

  /** Takes away what a test file left: the next one finds what the first one found. */
  async teardown() {
    const { process: ofTests } = this.global;
    // Jest's matchers cannot be deleted; those of the next file replace them.
    for (const key of Reflect.ownKeys(this.global))
      if (!this.#globals.has(key)) Reflect.deleteProperty(this.global, key);
    for (const name of Object.keys(ofTests.env)) if (!(name in this.#env)) delete ofTests.env[name];
    Object.assign(ofTests.env, this.#env);
    // Jest wraps it for each file.
    ofTests.exit = this.#exit;
  }
}

let only;

/** What Jest makes `new` for each test file. */
export default function SameEnvironment(config, context) {
  only ??= new LastingEnvironment(config, context);
  return only;
}
