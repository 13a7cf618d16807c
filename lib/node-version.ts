// The real host brings the Node.js of its image: an old one would fail somewhere in the middle, each time in another way.
import { ConfigError } from './errors.ts';

/** The first with all that we use: `node:sqlite`, and certificates of the system (`tls.getCACertificates`). */
const [MAJOR, MINOR] = [22, 15];

/** Throws ConfigError where this Node.js is too old. */
export function requireNode(version = process.versions.node): void {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  if (major > MAJOR || (major === MAJOR && minor >= MINOR)) return;
  throw new ConfigError(`EMM Lens runs on Node.js 24 or newer; this is ${version}.`, {
    code: 'node-version',
    hint: `Use the image 4-node24, or name a newer Node.js in languageWorkers__node__defaultExecutablePath; nothing older than ${MAJOR}.${MINOR} can run it.`,
  });
}
