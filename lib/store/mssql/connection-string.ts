// From DATABASE (an ADO connection string) to the driver's configuration. TLS is on and the certificate is checked
// unless the string itself says otherwise.
import { readFileSync } from 'node:fs';
import mssql from 'mssql';
import { ConfigError } from '../../errors.ts';

/** SQL login, NTLM (`Authentication`/domain) and Entra forms are passed through as the driver parses them. */
export function mssqlConfig(connectionString: string, caFile?: string): mssql.config {
  let parsed: mssql.config;
  try {
    parsed = mssql.ConnectionPool.parseConnectionString(connectionString) as mssql.config;
  } catch {
    throw new ConfigError('DATABASE is no connection string for SQL Server.', {
      code: 'database-setting',
      hint: 'Example: Server=sql.example.org,1433;Database=emm_lens;User Id=lens;Password=...;Encrypt=true',
    });
  }
  const says = (option: string) => new RegExp(`(^|;)\\s*${option}\\s*=`, 'i').test(connectionString);
  return {
    ...parsed,
    pool: { max: 8, min: 1, idleTimeoutMillis: 300_000, ...parsed.pool },
    connectionTimeout: 15_000,
    requestTimeout: 60_000,
    options: {
      ...parsed.options,
      encrypt: says('encrypt') ? (parsed.options?.encrypt ?? true) : true,
      trustServerCertificate: says('trust\\s*server\\s*certificate')
        ? (parsed.options?.trustServerCertificate ?? false)
        : false,
      abortTransactionOnError: true,
      useUTC: true,
      appName: 'EMM Lens',
      ...(caFile ? { cryptoCredentialsDetails: { ca: readCa(caFile) } } : {}),
    },
  };
}

function readCa(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    throw new ConfigError('DATABASE_CA_FILE cannot be read.', {
      code: 'database-ca',
      hint: 'Mount the PEM file with the CA of SQL Server, and let the process read it.',
    });
  }
}
