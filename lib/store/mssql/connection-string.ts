// From DATABASE (an ADO connection string) to the driver's configuration. TLS is on and the certificate is checked
// unless the string itself says otherwise.
import mssql from 'mssql';
import { ConfigError } from '../../errors.ts';
import { readAuthorities } from '../../net/authorities.ts';

/** SQL login, NTLM (`User Id=DOMAIN\name`) and Entra forms are passed through as the driver parses them. */
export function mssqlConfig(connectionString: string, caFile?: string): mssql.config {
  const parsed = parse(connectionString);
  return {
    ...parsed,
    pool: { max: 8, min: 1, idleTimeoutMillis: 300_000, acquireTimeoutMillis: 15_000, ...parsed.pool },
    // `||`: zero would mean to wait for ever, which a server that stalls makes true.
    connectionTimeout: parsed.connectionTimeout || 15_000,
    requestTimeout: parsed.requestTimeout || 60_000,
    options: {
      ...parsed.options,
      encrypt: parsed.options?.encrypt ?? true,
      trustServerCertificate: parsed.options?.trustServerCertificate ?? false,
      abortTransactionOnError: true,
      readOnlyIntent: intendsToRead(connectionString),
      useUTC: true,
      appName: 'EMM Lens',
      ...(caFile ? { cryptoCredentialsDetails: { ca: readCa(caFile) } } : {}),
    },
  };
}

/** The driver knows `ApplicationIntent=readonly` alone, Microsoft's clients any case, and `Application Intent`. */
const intendsToRead = (connectionString: string): boolean =>
  parse(connectionString.toLowerCase().replace('application intent', 'applicationintent')).options?.readOnlyIntent ??
  false;

/** The driver takes any text for a connection string; one that names no server is none. */
function parse(connectionString: string): mssql.config {
  try {
    const parsed = mssql.ConnectionPool.parseConnectionString(connectionString) as mssql.config;
    if (parsed.server) return parsed;
  } catch {
    // Told below: the driver's error quotes the text.
  }
  throw new ConfigError('DATABASE is no connection string for SQL Server.', {
    code: 'database-setting',
    hint: 'Example: Server=sql.example.org,1433;Database=emm_lens;User Id=lens;Password=...;Encrypt=true',
  });
}

function readCa(path: string): string {
  try {
    return readAuthorities(path);
  } catch {
    throw new ConfigError('DATABASE_CA_FILE cannot be read.', {
      code: 'database-ca',
      hint: 'Mount the file with the CA of SQL Server, PEM or DER, 1 MB at most, and let the process read it.',
    });
  }
}
