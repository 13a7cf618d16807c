// Texts of holds, and of what operators decided.
import { either } from '../../parts/plural.ts';

const en = {
  none: 'Nothing is held.',
  rejected: 'Rejected: nothing is removed or let in; can still be approved',
  kinds: {
    removal: (absent: string, total: string, dataset: string) =>
      `${absent} of ${total} ${either(total, 'row', 'rows')} of “${dataset}” ${either(absent, 'is', 'are')} gone at the source.`,
    values: (absent: string, total: string, dataset: string) =>
      `${absent} of ${total} ${either(total, 'row', 'rows')} of “${dataset}” lost values.`,
    growth: (absent: string, total: string, dataset: string) =>
      `${absent} new ${either(absent, 'row', 'rows')} of “${dataset}” came, beside ${total}: more than a source may grow by.`,
  },
  because: {
    removal: (share: string, rows: number, hours: number) =>
      `Held because within ${hours} hours a source loses more than ${share} of its rows, and more than ${rows}, or all of them. What left in these hours before counts, too: so it may be a smaller part here.`,
    values: (share: string, rows: number, _hours: number) =>
      `Held because more than half of the rows that had a value lost it, and more than ${share} and more than ${rows} of all rows.`,
    growth: (times: number, rows: string, hours: number) =>
      `Within ${hours} hours a source may grow to ${times} times its rows, or by ${rows} rows, whichever is more.`,
  },
  parameters: 'Lost values of',
  since: 'Since',
  confirmed: 'Last confirmed by a complete pass',
  carriedOut: 'Without an answer it is carried out',
  never: 'never: it waits',
  samples: (count: number) => (count === 1 ? 'One of the rows' : `Some of the rows (${count})`),
  inApi: 'No page shows these rows; the API tells what they are:',
  noPlace: 'By their ids in the API: no page shows rows of this dataset one by one.',
  notYours: (roles: string) =>
    `By their ids in the API: your key may not see whose they are. A key with the role ${roles} is shown them.`,
  allow: { removal: 'Approve', values: 'Approve', growth: 'Approve' },
  reject: 'Reject …',
  approveTitle: (source: string, action: string) => `${action} for ${source}?`,
  rejectTitle: (source: string) => `Reject for ${source}?`,
  means: {
    approve: {
      removal: 'They are removed here, too, and come back only when the source has them again.',
      values: 'These values are emptied here, too, and come back only when the source tells them again.',
      growth: 'They are let in with the next poll.',
    },
    reject: {
      removal: 'The rows stay here until it is approved after all, or until the source has them again.',
      values: 'The former values stay here until it is approved after all, or until the source tells them again.',
      growth: 'The new rows stay out until it is approved after all, or until the source has no more than it may.',
    },
  },
  doReject: 'Reject',
  over: {
    gone: 'This is held no more: somebody else decided on it, or the source has it again. You decided nothing.',
    changed: 'What is held has changed since you looked at it. You decided nothing: look at it again.',
  },
  recorded: 'It is recorded with your identity, or a hash of your key.',
  done: {
    carried: 'Approved, and carried out.',
    later: 'Approved: the next poll carries it out.',
    rejected: 'Rejected: everything stays.',
  },
  decisions: {
    none: 'Nothing was decided or asked for yet.',
    columns: { at: 'When', who: 'Who', what: 'What', source: 'Source', about: 'About' },
    operations: {
      'source-poll': 'asked for a poll',
      'source-deletions-approve': 'approved what was held',
      'source-deletions-reject': 'rejected what was held',
      'retention-clock': 'said that the clocks are right',
    },
    about: (count: string, dataset: string) => `${count} × ${dataset}`,
  },
};

const de: typeof en = {
  none: 'Nichts ist zurückgehalten.',
  rejected: 'Abgelehnt: Nichts wird gelöscht oder hereingelassen; es kann noch zugelassen werden',
  kinds: {
    removal: (absent, total, dataset) =>
      `${absent} von ${total} ${either(total, 'Zeile', 'Zeilen')} von „${dataset}“ ${either(absent, 'ist', 'sind')} bei der Quelle weg.`,
    values: (absent, total, dataset) =>
      `${absent} von ${total} ${either(total, 'Zeile', 'Zeilen')} von „${dataset}“ ${either(absent, 'hat', 'haben')} Werte verloren.`,
    growth: (absent, total, dataset) =>
      `${absent} neue ${either(absent, 'Zeile', 'Zeilen')} von „${dataset}“ ${either(absent, 'kam', 'kamen')} zu ${total} hinzu: mehr, als eine Quelle wachsen darf.`,
  },
  because: {
    removal: (share, rows, hours) =>
      `Zurückgehalten, weil eine Quelle binnen ${hours} Stunden mehr als ${share} ihrer Zeilen verliert, und mehr als ${rows}, oder alle. Was in diesen Stunden schon ging, zählt mit: Hier kann es also ein kleinerer Teil sein.`,
    values: (share, rows) =>
      `Zurückgehalten, weil mehr als die Hälfte der Zeilen, die einen Wert hatten, ihn verloren hat, und mehr als ${share} und mehr als ${rows} aller Zeilen.`,
    growth: (times, rows, hours) =>
      `Binnen ${hours} Stunden darf eine Quelle auf das ${times}-Fache ihrer Zeilen wachsen oder um ${rows} Zeilen, je nachdem, was mehr ist.`,
  },
  parameters: 'Verlorene Werte von',
  since: 'Seit',
  confirmed: 'Zuletzt von einem vollständigen Durchgang bestätigt',
  carriedOut: 'Ohne Antwort wird es ausgeführt',
  never: 'nie: Es wartet',
  samples: (count) => (count === 1 ? 'Eine der Zeilen' : `Einige der Zeilen (${count})`),
  inApi: 'Diese Zeilen zeigt keine Seite; was sie sind, nennt die API:',
  noPlace: 'Mit ihren Kennungen in der API: Keine Seite zeigt Zeilen dieses Datenbestands einzeln.',
  notYours: (roles) =>
    `Mit ihren Kennungen in der API: Ihr Schlüssel darf nicht sehen, wessen sie sind. Ein Schlüssel der Rolle ${roles} bekommt sie gezeigt.`,
  allow: { removal: 'Löschung zulassen', values: 'Leeren zulassen', growth: 'Neue Zeilen zulassen' },
  reject: 'Ablehnen …',
  approveTitle: (source, action) => `${source}: ${action}?`,
  rejectTitle: (source) => `Für ${source} ablehnen?`,
  means: {
    approve: {
      removal: 'Sie werden auch hier gelöscht und kommen nur wieder, wenn die Quelle sie wieder hat.',
      values: 'Diese Werte werden auch hier geleert und kommen nur wieder, wenn die Quelle sie wieder nennt.',
      growth: 'Sie kommen mit der nächsten Abfrage herein.',
    },
    reject: {
      removal: 'Die Zeilen bleiben hier, bis es doch zugelassen wird oder die Quelle sie wieder hat.',
      values: 'Die früheren Werte bleiben hier, bis es doch zugelassen wird oder die Quelle sie wieder nennt.',
      growth:
        'Die neuen Zeilen bleiben draußen, bis es doch zugelassen wird oder die Quelle nicht mehr hat, als sie darf.',
    },
  },
  doReject: 'Ablehnen',
  over: {
    gone: 'Das wird nicht mehr zurückgehalten: Jemand anderes hat darüber entschieden, oder die Quelle hat es wieder. Sie haben nichts entschieden.',
    changed:
      'Was zurückgehalten wird, hat sich geändert, seit Sie es gesehen haben. Sie haben nichts entschieden: Sehen Sie es erneut an.',
  },
  recorded: 'Es wird mit Ihrer Kennung festgehalten, oder mit einem Hash Ihres Schlüssels.',
  done: {
    carried: 'Zugelassen und ausgeführt.',
    later: 'Zugelassen: Die nächste Abfrage führt es aus.',
    rejected: 'Abgelehnt: Alles bleibt.',
  },
  decisions: {
    none: 'Bisher wurde nichts entschieden oder verlangt.',
    columns: { at: 'Wann', who: 'Wer', what: 'Was', source: 'Quelle', about: 'Worüber' },
    operations: {
      'source-poll': 'hat eine Abfrage verlangt',
      'source-deletions-approve': 'hat Zurückgehaltenes zugelassen',
      'source-deletions-reject': 'hat Zurückgehaltenes abgelehnt',
      'retention-clock': 'hat gesagt, dass die Uhren stimmen',
    },
    about: (count, dataset) => `${count} × ${dataset}`,
  },
};

export const texts = { en, de };
