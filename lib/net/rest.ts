// Connections rest between two requests. Node takes whatever stands on a kept connection for the answer to the next request:
// an answer that nobody asked for, from a cache or a load balancer, would shift all later ones by one, and give each person
// another's devices. A connection on which something comes while it rests, or waits in the pool, is thrown away.
import type { Agent } from 'node:http';
import type { Socket } from 'node:net';

/** Stray answers were seen up to 2 ms behind the true one. */
const REST_MS = 5;
/** Of one source, to one server. */
const MAX_SOCKETS = 8;

/** The agent as it is, but that its connections rest; it opens as few as `allowFor` says. */
export function resting<T extends Agent>(agent: T): T {
  agent.maxSockets = 1;
  const resting = new Set<Socket>();
  const watched = new WeakSet<Socket>();
  const isIdle = (socket: Socket): boolean =>
    resting.has(socket) || Object.values(agent.freeSockets).some((free) => free?.includes(socket));
  const watch = (socket: Socket): void => {
    watched.add(socket);
    socket.on('data', () => isIdle(socket) && socket.destroy());
  };
  // Node's own: gives the connection to a request that waits, or to the pool.
  const listeners = agent.listeners('free');
  agent.removeAllListeners('free').on('free', (socket: Socket, ...options: unknown[]) => {
    const release = (): void => {
      resting.delete(socket);
      for (const listener of listeners) listener.call(agent, socket, ...options);
    };
    // One that is new is given to the request that waited for it, which hears then why it does not come about.
    if (socket.bytesWritten === 0) return release();
    if (!watched.has(socket)) watch(socket);
    resting.add(socket);
    // What came meanwhile is read between the two, however late the timer is.
    setTimeout(() => setImmediate(release), REST_MS);
  });
  return agent;
}

/** Lets so many requests go side by side, while as many connections rest; one at a time waits for its own. */
export function allowFor(agent: Agent, requests: number): void {
  const wanted = requests > 1 ? 2 * requests : 1;
  agent.maxSockets = Math.max(agent.maxSockets, Math.min(MAX_SOCKETS, wanted));
}
