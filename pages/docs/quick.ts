// What Swagger UI makes of an operation with hundreds of filters, in the time that a person waits. Its own ways give the same.
import type { Immutable, Plugin } from 'swagger-ui-dist/swagger-ui-bundle.js';
import { partOf } from './references.ts';

/** A plugin: see the options of Swagger UI. */
export const quick = (): Plugin => ({
  // Its own reads the whole description anew for each operation, for references to other documents and to themselves. We have none.
  fn: { resolveSubtree: async (spec: object, path: readonly string[]) => ({ spec: partOf(spec, path), errors: [] }) },
  statePlugins: {
    // Its own puts together what is known of all parameters, for each of them, and takes the one.
    spec: { wrapSelectors: { parameterWithMetaByIdentity: () => withMeta } },
  },
});

/** A parameter with what was typed and is wrong of it, which stands by its place and name. */
function withMeta(state: Immutable, operation: readonly string[], parameter: Immutable): Immutable {
  const id = `${parameter.get('in')}.${parameter.get('name')}`;
  const known = ['meta', 'paths', ...operation, 'parameters'];
  return parameter.merge(
    ...[id, `${id}.hash-${parameter.hashCode()}`].map((name) => state.getIn([...known, name]) ?? {}),
  );
}
