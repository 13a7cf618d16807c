// Jest's environment for Node with an ordinary global object. Its own one is a proxy behind an interceptor, so that each
// use of `Math`, `JSON` or `Date` costs as much as a call: a simulated company took ten times as long as outside of tests.
// https://nodejs.org/docs/latest-v24.x/api/vm.html#when-contextobject-is-vmconstantsdont_contextify
import vm from 'node:vm';
import { TestEnvironment } from 'jest-environment-node';
import { keepCompiledCode } from './compiled-code.js';

keepCompiledCode();

const { createContext } = vm;

export default class OrdinaryGlobal extends TestEnvironment {
  constructor(config, context) {
    // Taken by the constructor in place of the proxy.
    vm.createContext = () => createContext(vm.constants.DONT_CONTEXTIFY);
    try {
      super(config, context);
    } finally {
      vm.createContext = createContext;
    }
    // Node replaces this getter by its value when it is first asked, in its own `process` alone: the copy of a test would
    // make the set anew whenever axios sends a request.
    const value = process.allowedNodeEnvironmentFlags;
    Object.defineProperty(this.global.process, 'allowedNodeEnvironmentFlags', { value, configurable: true });
  }
}
