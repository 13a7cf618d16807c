// Active Directory, simulated: LDAPS on one port, LDAP with StartTLS on another, over the same estate as Graph. It plays the
// parts of Windows that other servers do not show: MaxPageSize, MaxValRange, refusal of plain binds, USNs, tombstones.
import { createSecureContext, type SecureContext } from 'node:tls';
import { COMPANY } from '../estate/names.ts';
import { Listener, type TransportFault } from '../http/listener.ts';
import type { Access, FleetMember, System, SystemOptions } from '../member.ts';
import { hex } from '../random.ts';
import { Connection, type ConnectionContext, type DirectoryRequest } from './connection.ts';
import { Controller } from './controller.ts';
import { LdapFaultRules } from './faults.ts';
import { rootDse, SERVICE_ACCOUNTS_DN } from './fixed-entries.ts';
import { BASE_DN } from './names.ts';
import { type Limits, Searcher } from './search.ts';
import { Tree } from './tree.ts';

export interface ActiveDirectory extends System {
  /** ldaps:// */
  url: string;
  /** ldap://, to be upgraded by StartTLS before any bind. */
  startTlsUrl: string;
  bindDn: string;
  userPrincipalName: string;
  password: string;
  baseDn: string;
  faults: LdapFaultRules;
  /** MaxPageSize, MaxValRange and the right to read deleted objects; may be changed at any time. */
  limits: Limits;
  /** Which controller answers, and from which image it was started. */
  controller: Controller;
  requests: DirectoryRequest[];
  /** How many operations met a fault, connections one of the transport, or readers another controller. */
  readonly struck: number;
  /** What happens below LDAP, from now on; cuts the present connections. */
  transport(mode: TransportFault): Promise<void>;
  /** Resets all connections, as a restart of the controller does. */
  cut(): void;
}

async function start(options: SystemOptions): Promise<ActiveDirectory> {
  const { estate, clock } = options;
  const controller = new Controller(estate.options.seed);
  const limits: Limits = { maxPageSize: 1000, maxValRange: 1500, readDeletedObjects: true };
  const faults = new LdapFaultRules();
  const requests: DirectoryRequest[] = [];
  const password = `Pw-${hex(20, estate.options.seed, 1300)}`;
  const searcher = new Searcher(new Tree(estate, controller), limits);
  const secure = new Map<Listener, SecureContext>();
  const context = (listener: () => Listener): ConnectionContext => ({
    searcher,
    faults,
    password,
    secureContext: () => secure.get(listener()) ?? createSecureContext(),
    rootDse: () => rootDse(estate, controller, clock()),
    log: (request) => requests.push(request),
  });
  const tls: Listener = new Listener(
    options,
    (socket) =>
      new Connection(
        socket,
        true,
        context(() => tls),
      ),
  );
  const plain: Listener = new Listener(
    options,
    (socket) =>
      new Connection(
        socket,
        false,
        context(() => plain),
      ),
  );
  for (const listener of [tls, plain]) {
    listener.onCertificate = ({ certPem, keyPem }) =>
      secure.set(listener, createSecureContext({ cert: certPem, key: keyPem }));
    listener.onCertificate(listener.certificate);
    await listener.open();
  }
  const each = async (act: (listener: Listener) => Promise<void>): Promise<void> => {
    await Promise.all([tls, plain].map(act));
  };
  return {
    url: `ldaps://127.0.0.1:${tls.port}`,
    startTlsUrl: `ldap://127.0.0.1:${plain.port}`,
    bindDn: `CN=svc-emmlens,${SERVICE_ACCOUNTS_DN}`,
    userPrincipalName: `svc-emmlens@${COMPANY.dnsDomain}`,
    password,
    baseDn: BASE_DN,
    faults,
    limits,
    controller,
    requests,
    get struck() {
      return faults.count + controller.struck + tls.struck + plain.struck;
    },
    transport: (mode) => each((listener) => listener.setTransport(mode)),
    cut: () =>
      [tls, plain].forEach((listener) => {
        listener.cut();
      }),
    close: () => each((listener) => listener.close()),
  };
}

const access = ({ url, bindDn, password, baseDn }: ActiveDirectory): Access => ({
  settings: { url, bindDn, baseDn },
  secrets: { password },
});

export const activeDirectory: FleetMember<ActiveDirectory> = {
  sourceName: 'directory',
  managesDevices: false,
  start,
  access,
};
