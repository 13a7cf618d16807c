// What SQL Server's error numbers mean for us: whether the whole transaction may be tried again, and what to do.
// Transient are those that Microsoft's own clients try again
// (https://learn.microsoft.com/dotnet/api/microsoft.data.sqlclient.sqlconfigurableretryfactory.baselinetransienterrors,
// https://learn.microsoft.com/azure/azure-sql/database/troubleshoot-common-errors-issues, dotnet/efcore#25050), or whose
// text says "try again", "wait" or "in transition". A number that is in no row is told, not tried again.

export interface ErrorKind {
  readonly numbers: readonly number[];
  readonly transient: boolean;
  /** What the operator or the DBA does; what is tried again needs nothing unless it stays. */
  readonly hint: string;
}

export const ERROR_KINDS = {
  contention: {
    numbers: [601, 1204, 1205, 1222, 3960, 3966],
    transient: true,
    hint: 'Other sessions held the same rows. It was tried again; look for long transactions where it stays.',
  },
  memory: {
    numbers: [701, 802, 8628, 8645, 8651],
    transient: true,
    hint: 'SQL Server lacks memory for queries. It was tried again; look at "max server memory" and at the load.',
  },
  unavailable: {
    numbers: [
      615, 921, 922, 926, 952, 983, 988, 4060, 4221, 6005, 10928, 10929, 10936, 17197, 40143, 40197, 40501, 40540,
      40613, 42108, 42109, 49918, 49919, 49920,
    ],
    transient: true,
    hint: 'The database is starting, failing over or overloaded. It was tried again, and is with the next poll.',
  },
  connection: {
    numbers: [20, 64, 121, 233, 596, 997, 10053, 10054, 10060],
    transient: true,
    hint: 'The connection was lost. It was tried again; look at the network, and for sessions that are killed.',
  },
  log: {
    numbers: [9002],
    transient: false,
    hint: 'The transaction log is full: back it up or let it grow (sys.databases.log_reuse_wait_desc). Nothing was lost.',
  },
  space: {
    numbers: [1101, 1105, 5149],
    transient: false,
    hint: 'A file of the database, or of tempdb, cannot grow: make room on the disk. Nothing was lost.',
  },
  damaged: {
    numbers: [605, 823, 824, 8966],
    transient: false,
    hint: 'The database is damaged: run DBCC CHECKDB and restore a backup.',
  },
  readOnly: {
    numbers: [3906, 3908],
    transient: false,
    hint: 'The database is read-only: set it READ_WRITE, or name the listener of the availability group in DATABASE.',
  },
  offline: {
    numbers: [911, 924, 927, 942, 945],
    transient: false,
    hint: 'The database is offline, being restored or not there: bring it online, or check its name in DATABASE.',
  },
  secondary: {
    numbers: [976, 978, 979],
    transient: false,
    hint: 'This replica is a secondary: name the listener of the availability group in DATABASE.',
  },
  login: {
    numbers: [18452, 18456, 18470, 18486, 18487, 18488],
    transient: false,
    hint: 'The login was refused: check user and password in DATABASE, and whether it is disabled, locked or expired.',
  },
  permission: {
    numbers: [229, 230, 262, 297, 300, 916, 1088, 4834],
    transient: false,
    hint: 'A right is missing: deploy/sqlserver/logins.sql grants what it takes; a migration takes more (docs/sqlserver.md).',
  },
  schema: {
    numbers: [207, 208],
    transient: false,
    hint: 'A table or column is missing: run the migrations in this database, and change its schema in no other way.',
  },
  ours: {
    numbers: [102, 156, 206, 245, 515, 547, 1934, 2628, 8003, 8114, 8152],
    transient: false,
    hint: 'This is a fault of EMM Lens, or the schema was changed by hand: report the number and the version.',
  },
} as const satisfies Record<string, ErrorKind>;

const kinds: readonly ErrorKind[] = Object.values(ERROR_KINDS);
const byNumber = new Map(kinds.flatMap((kind) => kind.numbers.map((number) => [number, kind] as const)));

export const kindOf = (number: number): ErrorKind | undefined => byNumber.get(number);

/** A row with this key is there already: unique key, unique index. */
export const DUPLICATE: ReadonlySet<number> = new Set([2601, 2627]);
