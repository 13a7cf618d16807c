// Application Insights, by its public protocol and by nothing of Microsoft's packages: those ask a server of their vendor for
// settings, and send statistics about themselves, which cannot be switched off in full (decision 0034).
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import axios from 'axios';
import type { SecretReference } from '../secrets.ts';
import { connectionOf } from '../settings/index.ts';
import { agentsWith, codeOf, type Destination, type Teller } from './destination.ts';
import { type Envelope, Envelopes } from './envelopes.ts';
import type { Signal } from './losses.ts';

const MOST_ANSWERED = 1024 * 1024;
const compressed = promisify(gzip);

/** The secret is read here, once: it says where to send. Throws ConfigError. */
export function applicationInsights(
  secret: Pick<SecretReference, 'read'>,
  caFile: string | undefined,
  teller: Teller,
): Destination {
  const { key, endpoint } = connectionOf(secret.read());
  const agents = agentsWith(caFile);
  const envelopes = new Envelopes(key, teller);
  const url = new URL('v2.1/track', endpoint.endsWith('/') ? endpoint : `${endpoint}/`).href;
  const send = async (of: Signal, all: readonly Envelope[], signal: AbortSignal): Promise<string | null> => {
    try {
      const { status } = await axios.post(url, await compressed(JSON.stringify(all)), {
        headers: { 'Content-Type': 'application/json', 'Content-Encoding': 'gzip', 'User-Agent': 'EMM-Lens' },
        httpsAgent: agents[of],
        proxy: false,
        maxRedirects: 0,
        maxContentLength: MOST_ANSWERED,
        signal,
        validateStatus: () => true,
      });
      return status === 200 ? null : `http-${status}`;
    } catch (error) {
      return codeOf(error);
    }
  };
  return {
    name: 'Application Insights',
    spans: (spans, signal) =>
      send(
        'spans',
        spans.map((span) => envelopes.ofSpan(span)),
        signal,
      ),
    metrics: ({ samples, at }, signal) => send('metrics', envelopes.ofSamples(samples, at), signal),
    close: async () => {
      for (const agent of Object.values(agents)) agent.destroy();
    },
  };
}
