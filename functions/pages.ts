// GET /api/pages/: the pages, anonymous. Who reads data with them gives them a key.
import { app } from '@azure/functions';
import { measured } from '../lib/http/measured.ts';
import { pagesIn } from '../lib/http/pages.ts';

const route = 'pages/{*path}';

app.http('pages', {
  route,
  methods: ['GET', 'HEAD'],
  authLevel: 'anonymous',
  handler: measured(route, pagesIn(new URL('../pages/', import.meta.url))),
});
