// Whether a port is taken, before the work that would be for nothing.
import { once } from 'node:events';
import { createServer } from 'node:net';

/** Whether another program listens there. Whatever else is wrong with it the host says when it listens. */
export async function isTaken(port: number, hostname = '127.0.0.1'): Promise<boolean> {
  const server = createServer().listen(port, hostname);
  try {
    await once(server, 'listening');
    return false;
  } catch (error) {
    return isInUse(error);
  } finally {
    server.close();
  }
}

export const portInUse = (port: number): string => `Port ${port} is in use: npm start -- --port 0 takes a free one.`;

/** Whether that is why it could not listen. */
export const isInUse = (error: unknown): boolean => Reflect.get(Object(error), 'code') === 'EADDRINUSE';
