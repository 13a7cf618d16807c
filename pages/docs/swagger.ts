// Swagger UI over the description that this collector answers, authorised with the key of the page. Nothing leaves: no
// validator of the vendor, no description from elsewhere.
import SwaggerUIBundle, { type Collection, type Immutable, type Plugin } from 'swagger-ui-dist/swagger-ui-bundle.js';
import { requestOptions } from '../api/request-options.ts';
import { accessible } from './accessible.ts';
import { quick } from './quick.ts';
import { type Description, operationsWith } from './search.ts';

/** The scheme of the description that takes the key. */
const SCHEME = 'functionKey';
/** Headers whose values are keys: lines for curl are pasted into tickets. */
const SECRET = ['x-functions-key', 'x-ingest-key', 'Authorization'];
/** Ids of the fields that keys are typed into; several have the same one. */
const KEY_FIELDS = ['api_key_value', 'auth-bearer-value'];

/** Shows the operations in `place`; what it gives searches them, and says how many are left. */
export function showOperations(place: Element, description: Description, key: string): (phrase: string) => number {
  // Its name would link to a list of licences elsewhere.
  const { license: _, ...info } = description.info;
  // Paths begin with /api: a proxy may serve it by another name, which only the address of the page tells.
  const servers = [{ url: new URL('..', document.baseURI).href.replace(/\/$/, '') }];
  const paths = Object.fromEntries(
    Object.entries(description.paths).map(([path, methods]) => [path.replace(/^\/api\//, '/'), methods]),
  );
  const ui = SwaggerUIBundle({
    spec: { ...description, info, servers, paths, components: withoutQueryKey(description.components) },
    domNode: place,
    docExpansion: 'none',
    deepLinking: true,
    filter: true,
    validatorUrl: null,
    defaultModelsExpandDepth: -1,
    persistAuthorization: false,
    displayRequestDuration: true,
    requestInterceptor: (request) => ({ ...request, ...requestOptions('error') }),
    plugins: [() => searching(description), keepingKeys, accessible, quick],
    onComplete: () => ui.preauthorizeApiKey(SCHEME, key),
  });
  return (phrase) => {
    const found = operationsWith(description, phrase);
    ui.layoutActions.updateFilter(phrase.trim() === '' ? true : phrase);
    const tags = phrase.trim() === '' ? [] : new Set(found.flatMap((operation) => operation.tags));
    for (const tag of tags) ui.layoutActions.show(['operations-tag', tag], true);
    return found.length;
  };
}

/** A key in an address is in the logs of every proxy: the page offers headers alone. */
const withoutQueryKey = (components: Description['components']): Description['components'] => ({
  ...components,
  securitySchemes: Object.fromEntries(
    Object.entries(components.securitySchemes).filter(([, scheme]) => scheme.in !== 'query'),
  ),
});

/** Its own search looks through paths alone, and speaks English. Title and server are known to who is here. */
const HIDDEN = ['FilterContainer', 'InfoContainer', 'ServersContainer'];

const searching = (description: Description): Plugin => ({
  fn: {
    opsFilter: (tags: Collection<Immutable>, phrase: string) => {
      const ids = new Set<unknown>(operationsWith(description, phrase).map(({ operationId }) => operationId));
      const operationsOf = (tag: Immutable): Collection<Immutable> => Object(tag.get('operations'));
      const isFound = (one: Immutable): boolean => ids.has(one.getIn(['operation', 'operationId']));
      return tags
        .map((tag) => tag.setIn(['operations'], operationsOf(tag).filter(isFound)))
        .filter((tag) => operationsOf(tag).size > 0);
    },
  },
  wrapComponents: Object.fromEntries(HIDDEN.map((name) => [name, () => () => null])),
});

const keepingKeys = (): Plugin => ({
  wrapComponents: {
    Input:
      (Input, { React }) =>
      ({ id, ...others }) =>
        React.createElement(
          Input,
          KEY_FIELDS.includes(id ?? '')
            ? { ...others, type: 'password', autoComplete: 'off', 'aria-label': 'Value' }
            : { ...others, id },
        ),
    curl:
      (Curl, { React }) =>
      ({ request, ...others }) =>
        React.createElement(Curl, { ...others, request: withoutKeys(request) }),
  },
});

const withoutKeys = (request: Immutable): Immutable =>
  SECRET.reduce(
    (shown, name) => (shown.hasIn(['headers', name]) ? shown.setIn(['headers', name], 'KEY') : shown),
    request,
  );
