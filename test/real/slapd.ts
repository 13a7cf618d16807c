// A real OpenLDAP server in the foreground, in a folder of its own, on a free port.
import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { Attribute, Change, Client } from 'ldapts';
import { createAuthority } from '../../local/fleet/authority.ts';
import { end, freePort, untilListening } from './processes.ts';

const run = promisify(execFile);
const HOST = '127.0.0.1';
export const BASE = 'dc=lab,dc=example';
export const READER = { bindDn: `cn=reader,${BASE}`, password: 'Reader-Passw0rd' };

export const slapdIsInstalled = (): boolean =>
  ['/usr/sbin/slapd', '/usr/sbin/slapadd', '/usr/lib/ldap/syncprov.so'].every((path) => existsSync(path));

export interface Slapd {
  readonly host: string;
  readonly port: number;
  readonly caFile: string;
  readonly admin: Client;
  /** The server's account of its operations: attribute lists stand behind `SRCH attr=`. */
  log(): string;
  /** From now on until it stops it ends a connection that asks nothing for so many seconds. */
  endIdle(seconds: number): Promise<void>;
  /** Folder of its database; may be copied while it is stopped. */
  readonly database: string;
  start(): Promise<void>;
  stop(signal?: NodeJS.Signals): Promise<void>;
  remove(): Promise<void>;
}

export interface SlapdOptions {
  readonly people: number;
  /** `limits` of the reader. */
  readonly limits?: string;
  readonly syncprov?: boolean;
  /** `access` lines; everybody who has bound may read everything without any. */
  readonly access?: readonly string[];
  /** Whether people have a database of their own within the other, which is listed, too. */
  readonly within?: boolean;
  /** False: it knows no certificate and refuses StartTLS. */
  readonly tls?: boolean;
}

function ldif(people: number): string {
  const units = [
    `dn: ${BASE}\nobjectClass: domain\ndc: lab\n`,
    `dn: ou=people,${BASE}\nobjectClass: organizationalUnit\nou: people\n`,
    `dn: ${READER.bindDn}\nobjectClass: organizationalRole\nobjectClass: simpleSecurityObject\ncn: reader\nuserPassword: ${READER.password}\n`,
  ];
  const entries = Array.from({ length: people }, (_, i) =>
    [
      `dn: uid=person${i},ou=people,${BASE}`,
      'objectClass: inetOrgPerson',
      `uid: person${i}`,
      `cn: Anna Person${i}`,
      `sn: Person${i}`,
      `mail: person${i}@lab.example`,
      'description: left out by the profile\n',
    ].join('\n'),
  );
  return [...units, ...entries].join('\n');
}

function configuration(folder: string, options: SlapdOptions): string {
  const schemas = ['core', 'cosine', 'inetorgperson'].map((name) => `include /etc/ldap/schema/${name}.schema`);
  const tls = [`TLSCertificateFile ${folder}/cert.pem`, `TLSCertificateKeyFile ${folder}/key.pem`];
  const limits = options.limits ?? 'size.soft=500 size.hard=500 size.pr=500 size.prtotal=unlimited';
  return [
    ...schemas,
    'modulepath /usr/lib/ldap',
    'moduleload back_mdb',
    'moduleload syncprov',
    ...(options.tls === false ? [] : tls),
    // What it may be told to change while it runs.
    'database config',
    'rootpw admin',
    ...(options.within
      ? ['database mdb', `suffix ou=people,${BASE}`, 'subordinate advertise', `directory ${folder}/within`]
      : []),
    'database mdb',
    `suffix ${BASE}`,
    `rootdn cn=admin,${BASE}`,
    'rootpw admin',
    `directory ${folder}/db`,
    'maxsize 104857600',
    `limits dn.exact="${READER.bindDn}" ${limits}`,
    ...(options.access ?? []),
    ...(options.syncprov === false ? [] : ['overlay syncprov']),
    '',
  ].join('\n');
}

export async function startSlapd(options: SlapdOptions): Promise<Slapd> {
  const folder = await mkdtemp(join(tmpdir(), 'emm-lens-slapd-'));
  const authority = createAuthority(Date.now());
  const { certPem, keyPem } = authority.issueServer();
  await mkdir(`${folder}/db`);
  await mkdir(`${folder}/within`);
  const files = {
    'ca.pem': authority.caPem,
    'cert.pem': certPem,
    'key.pem': keyPem,
    'people.ldif': ldif(options.people),
  };
  for (const [name, text] of Object.entries(files)) await writeFile(`${folder}/${name}`, text);
  await writeFile(`${folder}/slapd.conf`, configuration(folder, options));
  // With two databases slapadd 2.5.13 crashes now and then where it writes the contextCSN; slapd makes one at its start.
  const contextCsn = options.within ? [] : ['-w'];
  await run('/usr/sbin/slapadd', ['-q', ...contextCsn, '-f', `${folder}/slapd.conf`, '-l', `${folder}/people.ldif`]);
  const port = await freePort(HOST);
  let log = '';
  const spawned = async (): Promise<ChildProcess> => {
    const args = ['-f', `${folder}/slapd.conf`, '-h', `ldap://${HOST}:${port}/`, '-d', 'stats'];
    const started = spawn('/usr/sbin/slapd', args, { stdio: ['ignore', 'ignore', 'pipe'] });
    started.stderr.on('data', (data: Buffer) => (log += data));
    await untilListening(started, HOST, port, () => log);
    return started;
  };
  let child = await spawned();
  const admin = new Client({ url: `ldap://${HOST}:${port}`, autoRebind: true });
  await admin.bind(`cn=admin,${BASE}`, 'admin');
  return {
    host: HOST,
    port,
    caFile: `${folder}/ca.pem`,
    admin,
    log: () => log,
    endIdle: async (seconds) => {
      const client = new Client({ url: `ldap://${HOST}:${port}` });
      await client.bind('cn=config', 'admin');
      const modification = new Attribute({ type: 'olcIdleTimeout', values: [String(seconds)] });
      await client.modify('cn=config', new Change({ operation: 'replace', modification }));
      await client.unbind();
    },
    database: `${folder}/db`,
    start: async () => {
      child = await spawned();
    },
    stop: (signal) => end(child, signal),
    remove: async () => {
      await admin.unbind().catch(() => undefined);
      await end(child, 'SIGKILL');
      await rm(folder, { recursive: true, force: true });
    },
  };
}
