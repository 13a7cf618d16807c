// The lines to paste that `npm start` ends with.

/** `key` stands in them; null: the key of real systems stays in its file, and the lines take it from there. */
export function examples(url: string, key: string | null, keyFile: string): string {
  const header = key === null ? '"x-functions-key: $KEY"' : `'x-functions-key: ${key}'`;
  const curl = (path: string, body = '') => `  curl -s -H ${header}${body} '${url}/api/${path}'`;
  return [
    '',
    ...(key === null
      ? [
          `The key is in ${keyFile}, under functionKeys:`,
          `  KEY=$(node -p 'require(process.argv[1]).functionKeys[0].value' ${quoted(keyFile)})`,
        ]
      : []),
    'Ask it, now or while it polls:',
    curl('sources'),
    curl('devices?platform=ios&sort=-lastSeenAt&limit=3'),
    // In the body: names in a URL stand in the logs of proxies.
    curl('search', ` -H 'content-type: application/json' -d '{"q":"an"}'`),
    'Ctrl-C ends it; a second start goes on with the same database.',
    '',
  ].join('\n');
}

const quoted = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`;
