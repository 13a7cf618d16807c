// A real Active Directory domain controller: Samba, provisioned once into a template in the temporary folder, copied for
// every test file (0.1 s), one process on a loopback address of its own. Its ports are fixed: 389, and 636 for TLS.
import { execFile, spawn } from 'node:child_process';
import { hash, randomInt } from 'node:crypto';
import { existsSync } from 'node:fs';
import { cp, mkdir, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { Client } from 'ldapts';
import { type Authority, createAuthority } from '../../local/fleet/authority.ts';
import { end, untilListening } from './processes.ts';

const run = promisify(execFile);
const SCRIPT = new URL('addc.py', import.meta.url).pathname;
const SAMBA = '/usr/sbin/samba';
const TEMPLATE_ADDRESS = '127.0.7.1';

export const BASE = 'DC=lab,DC=example';
export const PEOPLE = 60;
export const READER = { bindDn: 'reader@lab.example', password: 'Reader-Passw0rd' };
/** May see deleted objects. */
export const AUDITOR = { bindDn: 'auditor@lab.example', password: 'Auditor-Passw0rd' };
const ADMINISTRATOR = { bindDn: 'administrator@lab.example', password: 'Adm1n-Passw0rd' };

/** The ports below 1024 need root. */
export function sambaIsInstalled(): boolean {
  return (
    process.getuid?.() === 0 && [SAMBA, '/usr/share/samba/setup', '/usr/bin/ldbmodify'].every((p) => existsSync(p))
  );
}

export interface DomainController {
  readonly address: string;
  readonly folder: string;
  readonly caFile: string;
  /** A connection of the administrator, to change the directory with. */
  readonly admin: Client;
  start(): Promise<void>;
  stop(signal?: NodeJS.Signals): Promise<void>;
  /** Stops it for good and removes its folder. */
  remove(): Promise<void>;
}

/** Two OUs of people, the first of each is the manager of the others. */
function people(): string {
  const units = ['Sales', 'Staff'].map((ou) => `dn: OU=${ou},${BASE}\nobjectClass: organizationalUnit\n`);
  const entries = Array.from({ length: PEOPLE }, (_, i) => {
    const ou = i % 2 === 0 ? 'Sales' : 'Staff';
    const name = `Person${i}\\, Anna`;
    const lines = [
      `dn: CN=${name},OU=${ou},${BASE}`,
      'objectClass: user',
      `sAMAccountName: person${i}`,
      `userPrincipalName: person${i}@lab.example`,
      `displayName: Anna Person${i}`,
      `mail: person${i}@lab.example`,
      `mobile: +49151555${String(i).padStart(4, '0')}`,
      `userAccountControl: ${i === 5 ? 514 : 512}`,
      'description: left out by the profile',
      ...(i >= 2 ? [`manager: CN=Person${i % 2}\\, Anna,OU=${ou},${BASE}`] : []),
    ];
    return `${lines.join('\n')}\n`;
  });
  return [...units, ...entries].join('\n');
}

async function template(): Promise<string> {
  const ldif = people();
  const path = join(tmpdir(), `emm-lens-samba-${hash('sha256', (await readFile(SCRIPT, 'utf8')) + ldif).slice(0, 16)}`);
  if (existsSync(path)) return path;
  const building = await mkdtemp(`${path}-building-`);
  await writeFile(`${building}.ldif`, ldif);
  try {
    await run('/usr/bin/python3', [SCRIPT, building, TEMPLATE_ADDRESS, `${building}.ldif`]);
  } catch (error) {
    await rm(building, { recursive: true });
    throw error;
  } finally {
    await rm(`${building}.ldif`);
  }
  // Where another test was faster, its template serves.
  await rename(building, path).catch(() => rm(building, { recursive: true }));
  return path;
}

/** Starts a fresh copy. `from` copies the state of another folder instead: an older one is a USN rollback. */
export async function startSamba(options: { from?: string; authority?: Authority } = {}): Promise<DomainController> {
  const folder = await mkdtemp(join(tmpdir(), 'emm-lens-dc-'));
  const address = `127.${randomInt(10, 250)}.${randomInt(1, 255)}.${randomInt(1, 255)}`;
  await cp(options.from ?? (await template()), folder, { recursive: true, force: true });
  const conf = await readFile(`${folder}/etc/smb.conf`, 'utf8');
  const former = /private dir = (?<folder>.+)\/private$/m.exec(conf)?.groups?.folder ?? '';
  const moved = conf.replaceAll(former, folder).replace(/interfaces = [\d.]+/, `interfaces = ${address}`);
  await writeFile(`${folder}/etc/smb.conf`, moved);
  const authority = options.authority ?? createAuthority(Date.now());
  const { certPem, keyPem } = authority.issueServer();
  const caFile = `${folder}/private/tls/ca.pem`;
  await mkdir(`${folder}/private/tls`, { recursive: true });
  await writeFile(caFile, authority.caPem);
  await writeFile(`${folder}/private/tls/cert.pem`, certPem);
  await writeFile(`${folder}/private/tls/key.pem`, keyPem, { mode: 0o600 });
  return await running(folder, address, caFile, authority.caPem);
}

async function running(folder: string, address: string, caFile: string, ca: string): Promise<DomainController> {
  let child = await spawned(folder, address);
  const tlsOptions = { ca, servername: 'localhost' };
  const admin = new Client({ url: `ldaps://${address}`, tlsOptions, autoRebind: true });
  await admin.bind(ADMINISTRATOR.bindDn, ADMINISTRATOR.password);
  return {
    address,
    folder,
    caFile,
    admin,
    start: async () => {
      child = await spawned(folder, address);
    },
    stop: (signal) => end(child, signal),
    remove: async () => {
      await admin.unbind().catch(() => undefined);
      await end(child, 'SIGKILL');
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function spawned(folder: string, address: string) {
  const args = ['-s', `${folder}/etc/smb.conf`, '--interactive', '--model=single', '--debug-stdout'];
  const child = spawn(SAMBA, args, { stdio: ['ignore', 'pipe', 'pipe'] });
  let log = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (data: Buffer) => (log = `${log}${data}`.slice(-2000)));
  await untilListening(child, address, 636, () => log);
  return child;
}

/** Gives the stopped controller another invocationId, as a supported restore does. */
export async function changeInvocationId(folder: string, id: string): Promise<void> {
  const settings = `CN=NTDS Settings,CN=DC1,CN=Servers,CN=Default-First-Site-Name,CN=Sites,CN=Configuration,${BASE}`;
  const ldif = `dn: ${settings}\nchangetype: modify\nreplace: invocationId\ninvocationId: ${id}\n`;
  await writeFile(`${folder}/change.ldif`, ldif);
  const args = [
    `--configfile=${folder}/etc/smb.conf`,
    '-H',
    `${folder}/private/sam.ldb`,
    '--relax',
    `${folder}/change.ldif`,
  ];
  await run('/usr/bin/ldbmodify', args);
}
