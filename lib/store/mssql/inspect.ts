// Facts about the server that a DBA and the health page want, with the statement to run where one is missing.
import type { Fact } from '../database.ts';

type Query = (text: string) => Promise<readonly Readonly<Record<string, unknown>>[]>;

/** SQL Server 2019; what runs before it has no UTF-8 collations and is out of mainstream support. */
const OLDEST_MAJOR = 15;

export async function inspectServer(query: Query): Promise<readonly Fact[]> {
  const [server] = await query(
    "SELECT CONVERT(nvarchar(128), SERVERPROPERTY('ProductVersion')) AS version, DB_NAME() AS name",
  );
  const [database] = await query(
    'SELECT is_read_committed_snapshot_on AS snapshot, is_encrypted AS encrypted FROM sys.databases WHERE name = DB_NAME()',
  );
  const name = `[${String(server?.name).replaceAll(']', ']]')}]`;
  return [
    engineFact(String(server?.version ?? '')),
    switchFact(
      'READ_COMMITTED_SNAPSHOT',
      database?.snapshot,
      `ALTER DATABASE ${name} SET READ_COMMITTED_SNAPSHOT ON WITH ROLLBACK IMMEDIATE`,
    ),
    // Transparent data encryption.
    switchFact(
      'encryption',
      database?.encrypted,
      `ALTER DATABASE ${name} SET ENCRYPTION ON (after CREATE DATABASE ENCRYPTION KEY)`,
    ),
    await connectionFact(query),
  ];
}

function engineFact(version: string): Fact {
  const fact: Fact = { name: 'engine', value: `SQL Server ${version || 'of unknown version'}` };
  return Number.parseInt(version, 10) < OLDEST_MAJOR
    ? { ...fact, advice: 'EMM Lens is written for SQL Server 2019 (15.0) and newer.' }
    : fact;
}

function switchFact(name: Fact['name'], value: unknown, statement: string): Fact {
  if (value === undefined || value === null)
    return { name, value: 'unknown', advice: 'Let a DBA look at sys.databases.' };
  return value === true || Number(value) === 1
    ? { name, value: 'on' }
    : { name, value: 'off', advice: `A DBA runs: ${statement}` };
}

/** Whether this very connection is encrypted; the view needs a right that a collector mostly has not. */
async function connectionFact(query: Query): Promise<Fact> {
  const name = 'connection encryption';
  try {
    const [row] = await query(
      'SELECT encrypt_option AS encrypted FROM sys.dm_exec_connections WHERE session_id = @@SPID',
    );
    if (row?.encrypted === 'TRUE') return { name, value: 'on' };
    if (row?.encrypted === 'FALSE')
      return { name, value: 'off', advice: 'Remove Encrypt=false from the connection string of DATABASE.' };
  } catch {
    // Not permitted, or not there.
  }
  return { name, value: 'unknown', advice: 'Let a DBA look at sys.dm_exec_connections.encrypt_option.' };
}
