// What SQL Server says of itself, and which statement a DBA is told to run.
import { describe, expect, it } from '@jest/globals';
import { inspectServer } from '../../lib/store/mssql/inspect.ts';
import { onEachEngine } from './stores.ts';

type Row = Readonly<Record<string, unknown>>;

/** A server that answers by what is asked for; a view without an answer is not permitted. */
const server =
  (facts: { version?: string; name?: string; database?: Row; connection?: Row }) =>
  async (text: string): Promise<readonly Row[]> => {
    if (text.includes('SERVERPROPERTY'))
      return [{ version: facts.version ?? '16.0.4165.4', name: facts.name ?? 'lens' }];
    if (text.includes('sys.databases')) return facts.database ? [facts.database] : [];
    if (facts.connection) return [facts.connection];
    throw new TypeError('The user does not have permission to perform this action.');
  };

const fact = async (facts: Parameters<typeof server>[0], name: string) =>
  (await inspectServer(server(facts))).find((one) => one.name === name);

describe('the facts of a SQL Server', () => {
  it('want nothing where all is as it should be', async () => {
    const facts = await inspectServer(
      server({ database: { snapshot: true, encrypted: true }, connection: { encrypted: 'TRUE' } }),
    );
    expect(facts).toEqual([
      { name: 'engine', value: 'SQL Server 16.0.4165.4' },
      { name: 'READ_COMMITTED_SNAPSHOT', value: 'on' },
      { name: 'encryption', value: 'on' },
      { name: 'connection encryption', value: 'on' },
    ]);
  });

  it('give the statement to run, with the name of the database quoted', async () => {
    const database = { snapshot: false, encrypted: 0 };
    expect(await fact({ database, name: 'we]ird' }, 'READ_COMMITTED_SNAPSHOT')).toEqual({
      name: 'READ_COMMITTED_SNAPSHOT',
      value: 'off',
      advice: 'A DBA runs: ALTER DATABASE [we]]ird] SET READ_COMMITTED_SNAPSHOT ON WITH ROLLBACK IMMEDIATE',
    });
    expect((await fact({ database }, 'encryption'))?.advice).toContain('ALTER DATABASE [lens] SET ENCRYPTION ON');
  });

  it.each([
    ['what the collector may not look at', {}, 'connection encryption', 'unknown'],
    ['what the server does not list', {}, 'encryption', 'unknown'],
    ['a connection in clear text', { connection: { encrypted: 'FALSE' } }, 'connection encryption', 'off'],
    ['a server that is too old', { version: '14.0.3500.1' }, 'engine', 'SQL Server 14.0.3500.1'],
  ] as const)('say %s, and what to do', async (_, facts, name, value) => {
    expect(await fact(facts, name)).toEqual({ name, value, advice: expect.stringMatching(/\w+ .*\.$/) });
  });
});

describe('the facts of a database', () => {
  onEachEngine((open) => {
    it('name engine, version and encryption', async () => {
      const facts = await open().store.inspect();
      expect(facts[0]?.value).toMatch(/^(sqlite|SQL Server) \d+\.\d+/);
      expect(facts.map(({ name }) => name)).toContain('encryption');
    });
  });
});
