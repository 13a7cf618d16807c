// GET /api/pages/ and /api/docs: the pages, and that of the API, anonymous. Who reads data with them gives them a key.
import { app } from '@azure/functions';
import { measured } from '../lib/http/measured.ts';
import { pagesIn, toDocs } from '../lib/http/pages.ts';

const route = 'pages/{*path}';

app.http('pages', {
  route,
  methods: ['GET', 'HEAD'],
  authLevel: 'anonymous',
  handler: measured(route, pagesIn(new URL('../pages/', import.meta.url))),
});

app.http('docs', {
  route: 'docs',
  methods: ['GET', 'HEAD'],
  authLevel: 'anonymous',
  handler: measured('docs', toDocs),
});
