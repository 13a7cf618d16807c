// Tokens of an OAuth client: its secret goes to the token server alone, the token to the API server alone.
import { z } from 'zod';
import type { Clock } from '../../clock.ts';
import { SourceError } from '../../errors.ts';
import type { HttpClient } from '../../net/http.ts';
import { type Issued, tokenIn } from '../credential.ts';
import { tokenAddress, type WorkspaceOneConfig } from './config.ts';

const LIFE_SECONDS = 3600;
const errorShape = z.object({ error: z.string() });

/** Throws SourceError `auth...`, or what the HTTP client throws. */
export async function issueToken(config: WorkspaceOneConfig, http: HttpClient, clock: Clock): Promise<Issued> {
  const { clientId = '', clientSecret } = config;
  const form = new URLSearchParams({ grant_type: 'client_credentials' });
  form.set('client_id', clientId);
  form.set('client_secret', clientSecret?.read() ?? '');
  const answer = await http.json({
    method: 'POST',
    url: tokenAddress(config),
    headers: { 'Content-Type': 'application/x-www-form-urlencoded' },
    body: Buffer.from(form.toString()),
    accept: [400, 401],
    idempotent: true,
  });
  if (answer.status !== 200) throw refusal(answer.body);
  const { text, seconds } = tokenIn(answer.body, LIFE_SECONDS);
  return { text, expiresAt: clock.now().getTime() + seconds * 1000 };
}

/** Codes of RFC 6749 5.2; anything else that stands there is not told. */
function refusal(body: unknown): SourceError {
  const parsed = errorShape.safeParse(body);
  const known = parsed.success && /^(invalid|unauthorized|unsupported)_[a-z_]{1,30}$/.test(parsed.data.error);
  return new SourceError('The token server issued no token.', {
    code: known ? `auth-${parsed.data.error}` : 'auth',
    hint: 'Check clientId, region (or tokenUrl), and the secret of the OAuth client, which may have been replaced.',
    refusedSignIns: 1,
  });
}
