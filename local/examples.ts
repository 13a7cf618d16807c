// What `npm start` ends with: where the pages are, the key that they ask for, and lines to paste.

/**
 * `key` stands in them; null: the key of real systems stays in its file, and the lines take it from there. `roles`: what it may
 * ask for where `API_ROLES` is set, else null. One without a role opens nothing: a key that has one stands elsewhere.
 */
export function examples(
  url: string,
  key: string | null,
  keyFile: string,
  roles: readonly string[] | null = null,
): string {
  if (roles?.length === 0) return withoutRole(url, keyFile);
  const header = key === null ? '"x-functions-key: $KEY"' : `'x-functions-key: ${key}'`;
  const curl = (path: string, body = '') => `  curl -s -H ${header}${body} '${url}/api/${path}'`;
  const print = `node -p 'require(process.argv[1]).functionKeys[0].value' ${quoted(keyFile)}`;
  return [
    '',
    `Look at it in a browser: ${url}/api/pages/`,
    ...(key === null
      ? [
          `The page asks for a key. The key is in ${keyFile}, under functionKeys; this prints it, and the next line keeps it for those below:`,
          `  ${print}`,
          `  KEY=$(${print})`,
        ]
      : ['The page asks for a key. Paste this one:', `  ${key}`]),
    ...(roles ? [`API_ROLES gives it ${roles.join(', ')}, and no other role.`] : []),
    'Or ask the API, now or while it polls:',
    curl('sources'),
    curl('devices?platform=ios&sort=-lastSeenAt&limit=3'),
    // In the body: names in a URL stand in the logs of proxies.
    curl('search', ` -H 'content-type: application/json' -d '{"q":"an"}'`),
    'Ctrl-C ends it; a second start goes on with the same database.',
    ...(key === null ? [] : ['npm start -- --hold lets a removal be held, to decide on.']),
    '',
  ].join('\n');
}

const withoutRole = (url: string, keyFile: string): string =>
  [
    '',
    `Look at it in a browser: ${url}/api/pages/`,
    'The page asks for a key. API_ROLES is set, and gives the key of this start no role: it may ask for nothing. Take one that',
    `API_ROLES names; it has to stand in ${keyFile}, too, under functionKeys (docs/api.md, "Roles").`,
    'Ctrl-C ends it; a second start goes on with the same database.',
    '',
  ].join('\n');

const quoted = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`;
