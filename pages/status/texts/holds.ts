// Texts of holds, and of what operators decided.
const en = {
  none: 'Nothing is held.',
  kinds: {
    removal: (absent: string, total: string, dataset: string) =>
      `${absent} of ${total} rows of “${dataset}” are gone at the source. Approving removes them here, too.`,
    values: (absent: string, total: string, dataset: string) =>
      `${absent} of ${total} rows of “${dataset}” lost values. Approving empties them here, too.`,
    growth: (absent: string, total: string, dataset: string) =>
      `${absent} new rows of “${dataset}” came, beside ${total}: more than a source may grow by. Approving lets them in with the next poll.`,
  },
  parameters: 'Lost values of',
  since: 'Since',
  confirmed: 'Last confirmed by a complete pass',
  carriedOut: 'Without an answer it is carried out',
  never: 'never: it waits',
  rejectedAlready: 'It was rejected: everything stays until it is approved after all, or is over.',
  samples: 'Some of the rows',
  approve: 'Approve …',
  reject: 'Reject …',
  approveTitle: (source: string) => `Approve for ${source}?`,
  rejectTitle: (source: string) => `Reject for ${source}?`,
  rejectMeans:
    'Rows and values stay as they are here, and new rows stay out, until it is approved after all or the source has them again.',
  cannotUndo: 'What is removed comes back only when the source has it again.',
  doApprove: 'Approve',
  doReject: 'Reject',
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
  kinds: {
    removal: (absent, total, dataset) =>
      `${absent} von ${total} Zeilen von „${dataset}“ sind bei der Quelle weg. Zustimmen löscht sie auch hier.`,
    values: (absent, total, dataset) =>
      `${absent} von ${total} Zeilen von „${dataset}“ haben Werte verloren. Zustimmen leert sie auch hier.`,
    growth: (absent, total, dataset) =>
      `${absent} neue Zeilen von „${dataset}“ kamen zu ${total} hinzu: mehr, als eine Quelle wachsen darf. Zustimmen lässt sie mit der nächsten Abfrage herein.`,
  },
  parameters: 'Verlorene Werte von',
  since: 'Seit',
  confirmed: 'Zuletzt von einem vollständigen Durchgang bestätigt',
  carriedOut: 'Ohne Antwort wird es ausgeführt',
  never: 'nie: Es wartet',
  rejectedAlready: 'Es wurde abgelehnt: Alles bleibt, bis doch zugestimmt wird oder es vorbei ist.',
  samples: 'Einige der Zeilen',
  approve: 'Zustimmen …',
  reject: 'Ablehnen …',
  approveTitle: (source) => `Für ${source} zustimmen?`,
  rejectTitle: (source) => `Für ${source} ablehnen?`,
  rejectMeans:
    'Zeilen und Werte bleiben hier, wie sie sind, und neue Zeilen bleiben draußen, bis doch zugestimmt wird oder die Quelle sie wieder hat.',
  cannotUndo: 'Was gelöscht ist, kommt nur wieder, wenn die Quelle es wieder hat.',
  doApprove: 'Zustimmen',
  doReject: 'Ablehnen',
  recorded: 'Es wird mit Ihrer Kennung festgehalten, oder mit einem Hash Ihres Schlüssels.',
  done: {
    carried: 'Zugestimmt und ausgeführt.',
    later: 'Zugestimmt: Die nächste Abfrage führt es aus.',
    rejected: 'Abgelehnt: Alles bleibt.',
  },
  decisions: {
    none: 'Noch nichts wurde entschieden oder verlangt.',
    columns: { at: 'Wann', who: 'Wer', what: 'Was', source: 'Quelle', about: 'Worüber' },
    operations: {
      'source-poll': 'hat eine Abfrage verlangt',
      'source-deletions-approve': 'hat Zurückgehaltenem zugestimmt',
      'source-deletions-reject': 'hat Zurückgehaltenes abgelehnt',
      'retention-clock': 'hat gesagt, dass die Uhren stimmen',
    },
    about: (count, dataset) => `${count} × ${dataset}`,
  },
};

export const texts = { en, de };
