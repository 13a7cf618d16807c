// What the API says of the database, in German: a fact or an advice that is added there has words here, or nothing compiles.
import type { Advice, FactName, FactState } from '../../../lib/store/database.ts';
import { own } from '../../parts/own.ts';

const names: Readonly<Record<FactName, string>> = {
  engine: 'Datenbanksystem',
  READ_COMMITTED_SNAPSHOT: '`READ_COMMITTED_SNAPSHOT`',
  encryption: 'Verschlüsselung der Datenbank',
  'connection encryption': 'Verschlüsselung der Verbindung',
};
const values: Readonly<Record<FactState, string>> = {
  ...{ on: 'an', off: 'aus', none: 'keine', unknown: 'unbekannt' },
};
const advice: Readonly<Record<Advice, string>> = {
  'EMM Lens is written for SQL Server 2019 (15.0) and newer.':
    'EMM Lens ist für SQL Server 2019 (15.0) und neuere Versionen geschrieben.',
  'Keep the file on an encrypted volume, or use SQL Server with TDE.':
    'Legen Sie die Datei auf ein verschlüsseltes Laufwerk, oder verwenden Sie SQL Server mit TDE.',
  'Let a DBA look at sys.databases.': 'Ein DBA soll in `sys.databases` nachsehen.',
  'Let a DBA look at sys.dm_exec_connections.encrypt_option.':
    'Ein DBA soll in `sys.dm_exec_connections.encrypt_option` nachsehen.',
  'Remove Encrypt=false from the connection string of DATABASE.':
    'Entfernen Sie `Encrypt=false` aus der Verbindungszeichenfolge in `DATABASE`.',
};
/** A statement stands behind it. */
const RUNS = 'A DBA runs: ';

const inGerman =
  (words: Readonly<Record<string, string>>) =>
  (text: string): string | null =>
    own(words, text) ?? null;

export const nameInGerman = inGerman(names);
/** Products and their versions are the same. */
export const valueInGerman = (text: string): string => own<string>(values, text) ?? text;
export const adviceInGerman = (text: string): string | null =>
  text.startsWith(RUNS) ? `Ein DBA führt aus: \`${text.slice(RUNS.length)}\`` : inGerman(advice)(text);
