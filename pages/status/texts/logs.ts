// Texts of sources of logs.
import { either } from '../../parts/plural.ts';

const en = {
  none: 'No source reads logs.',
  columns: {
    source: 'Source',
    files: 'Files',
    behind: 'Not read yet',
    oldest: 'Oldest unread',
    problems: 'Trouble',
    push: 'Pushed',
  },
  filesBehind: (bytes: string, files: string) => `${bytes} in ${files} ${either(files, 'file', 'files')}`,
  allRead: 'all read',
  at: (path: string, files: string | null) => `at entry ${path} of its paths${files === null ? '' : ` (${files})`}`,
  since: 'since',
  push: (senders: string, accepted: string, rejected: string) =>
    `${senders} ${either(senders, 'sender', 'senders')}, ${accepted} ${either(accepted, 'line', 'lines')} taken, ${rejected} rejected`,
  lastPush: 'last',
  quiet: 'longest quiet sender',
};

const de: typeof en = {
  none: 'Keine Quelle liest Logs.',
  columns: {
    source: 'Quelle',
    files: 'Dateien',
    behind: 'Noch nicht gelesen',
    oldest: 'Ältestes Ungelesenes',
    problems: 'Störung',
    push: 'Gesendet',
  },
  filesBehind: (bytes, files) => `${bytes} in ${files} ${either(files, 'Datei', 'Dateien')}`,
  allRead: 'alles gelesen',
  at: (path, files) => `an Eintrag ${path} von paths${files === null ? '' : ` (${files})`}`,
  since: 'seit',
  push: (senders, accepted, rejected) =>
    `${senders} Absender, ${accepted} ${either(accepted, 'Zeile', 'Zeilen')} übernommen, ${rejected} verworfen`,
  lastPush: 'zuletzt',
  quiet: 'am längsten still',
};

export const texts = { en, de };
