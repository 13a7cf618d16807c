// Facts about the server that a DBA and the health page want, with the statement to run where one is missing.
type Query = (text: string) => Promise<readonly Readonly<Record<string, unknown>>[]>;
export interface Fact {
  name: string;
  value: string;
  advice?: string;
}

export async function inspectServer(query: Query): Promise<readonly Fact[]> {
  const [server] = await query(
    "SELECT CONVERT(nvarchar(128), SERVERPROPERTY('ProductVersion')) AS version, DB_NAME() AS name",
  );
  const [snapshot] = await query(
    'SELECT is_read_committed_snapshot_on AS is_on FROM sys.databases WHERE name = DB_NAME()',
  );
  const on = snapshot?.is_on === true || Number(snapshot?.is_on) === 1;
  return [
    { name: 'engine', value: `SQL Server ${String(server?.version ?? 'of unknown version')}` },
    {
      name: 'READ_COMMITTED_SNAPSHOT',
      value: on ? 'on' : 'off',
      ...(on
        ? {}
        : {
            advice: `ALTER DATABASE [${String(server?.name)}] SET READ_COMMITTED_SNAPSHOT ON WITH ROLLBACK IMMEDIATE`,
          }),
    },
    await encryption(query, String(server?.name)),
  ];
}

/** Transparent data encryption; the view needs VIEW SERVER STATE, and not every engine has it. */
async function encryption(query: Query, database: string): Promise<Fact> {
  try {
    const [row] = await query('SELECT is_encrypted FROM sys.databases WHERE name = DB_NAME()');
    const on = row?.is_encrypted === true || Number(row?.is_encrypted) === 1;
    return on
      ? { name: 'encryption', value: 'on' }
      : {
          name: 'encryption',
          value: 'off',
          advice: `ALTER DATABASE [${database}] SET ENCRYPTION ON (after CREATE DATABASE ENCRYPTION KEY)`,
        };
  } catch {
    return { name: 'encryption', value: 'unknown', advice: 'Let a DBA look at sys.databases.is_encrypted.' };
  }
}
