// How Jest reads TypeScript: as Node does, which puts blanks where types were. All stays in its line and column, so that no
// source map is needed: Jest hands maps to V8 with the code, in each test file anew, and they were two thirds of it.
// https://nodejs.org/docs/latest-v24.x/api/module.html#modulestriptypescripttypescode-options
import { stripTypeScriptTypes } from 'node:module';

export default { process: (source) => ({ code: stripTypeScriptTypes(source) }) };
