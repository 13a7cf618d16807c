// Texts of the licence check and of versions.
const en = {
  versions: 'Versions',
  names: { emmLens: 'EMM Lens', functionsHost: 'Functions host', nodeJs: 'Node.js' },
  update: 'What the vendor last said',
  noUpdate: 'The vendor has said nothing.',
  newest: (version: string) => `Version ${version} is out.`,
  newestIs: (version: string) => `The newest version is ${version}.`,
  how: 'Nothing is installed by itself: docs/upgrade.md, which comes with it, says how to back up, to put it in place, and how to go back.',
  step: 'A version between must migrate the database first.',
  valid: 'The licence is valid until',
  ended: 'The licence has ended; nothing stops at it.',
  exceeded: (what: string, counted: string, licensed: string) =>
    `${what}: ${counted} counted, ${licensed} licensed. Nothing stops at it.`,
  preview: 'What a licence check would send now, as it would be sent',
  history: 'What was sent',
  noHistory: 'Nothing was sent yet.',
  historyColumns: { at: 'When', status: 'Answer', code: 'What became of it' },
  body: 'As it was sent',
};

const de: typeof en = {
  versions: 'Versionen',
  names: { emmLens: 'EMM Lens', functionsHost: 'Functions-Host', nodeJs: 'Node.js' },
  update: 'Was der Hersteller zuletzt gesagt hat',
  noUpdate: 'Der Hersteller hat nichts gesagt.',
  newest: (version) => `Version ${version} ist erschienen.`,
  newestIs: (version) => `Die neueste Version ist ${version}.`,
  how: 'Nichts installiert sich selbst: Wie man sichert, sie einsetzt und zurückkehrt, steht in docs/upgrade.md, das ihr beiliegt.',
  step: 'Vorher muss eine Version dazwischen die Datenbank umstellen.',
  valid: 'Die Lizenz gilt bis',
  ended: 'Die Lizenz ist abgelaufen; daran hält nichts an.',
  exceeded: (what, counted, licensed) => `${what}: ${counted} gezählt, ${licensed} lizenziert. Daran hält nichts an.`,
  preview: 'Was eine Lizenzprüfung jetzt senden würde, wie es gesendet würde',
  history: 'Was gesendet wurde',
  noHistory: 'Noch nichts wurde gesendet.',
  historyColumns: { at: 'Wann', status: 'Antwort', code: 'Was daraus wurde' },
  body: 'Wie es gesendet wurde',
};

export const texts = { en, de };
