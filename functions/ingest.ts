// POST /api/ingest/{source}: lines that shippers push. Its keys are those of the source: no function key opens it.
import { guarded } from '../lib/http/handler.ts';
import { registerOperation } from '../lib/http/register.ts';
import { ingestEndpoint } from '../lib/operations/ingest-operation.ts';

registerOperation(
  ingestEndpoint,
  guarded(ingestEndpoint, async (request, context) => {
    const [{ ingest }, { application }] = await Promise.all([
      import('../lib/operations/ingest.ts'),
      import('../lib/app.ts'),
    ]);
    return ingest(await application(), request, context);
  }),
);
