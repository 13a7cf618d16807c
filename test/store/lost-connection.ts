// A migrated store that reaches its real server through a proxy, with waits that a test can afford, and one that reaches
// it directly, to see what is there.

import type { Store } from '../../lib/store/index.ts';
import { mssqlConfig } from '../../lib/store/mssql/connection-string.ts';
import { openMssql } from '../../lib/store/mssql/engine.ts';
import { storeOver } from '../../lib/store/store.ts';
import { openTestStore } from './stores.ts';
import { TcpProxy } from './tcp-proxy.ts';

export interface ProxiedStore {
  /** Gives up soon: for a server that does not answer. */
  readonly store: Store;
  /** Waits as long as a busy machine needs: for losses that are noticed at once. */
  readonly patient: Store;
  readonly direct: Store;
  readonly proxy: TcpProxy;
  remove(): Promise<void>;
}

export async function openProxiedStore(): Promise<ProxiedStore> {
  const { store: direct, database, remove } = await openTestStore('mssql');
  const config = mssqlConfig(database);
  const proxy = await TcpProxy.start({ host: config.server, port: config.port ?? 1433 });
  const open = async (requestTimeout: number): Promise<Store> =>
    storeOver(
      await openMssql({
        ...config,
        server: '127.0.0.1',
        port: proxy.port,
        connectionTimeout: requestTimeout * 2,
        requestTimeout,
        pool: { ...config.pool, min: 0, max: 3, acquireTimeoutMillis: requestTimeout * 4 },
        // The certificate is that of the server, not of the proxy.
        options: { ...config.options, trustServerCertificate: true, cancelTimeout: 150 },
      }),
    );
  const [store, patient] = [await open(1_200), await open(10_000)];
  return {
    store,
    patient,
    direct,
    proxy,
    remove: async () => {
      proxy.heal();
      await store.close();
      await patient.close();
      await proxy.close();
      await remove();
    },
  };
}
