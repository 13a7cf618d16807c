// What the parts of the status are called.
const en = {
  attention: 'Needs attention',
  holds: 'Held, and waiting for a decision',
  decisions: 'What operators decided and asked for',
  sources: 'Sources',
  certificates: 'Certificates, tokens, licences',
  logs: 'Logs',
  collectors: 'Collectors',
  retention: 'Retention',
  database: 'Database',
  licence: 'Licence check and versions',
};

const de: typeof en = {
  attention: 'Was Aufmerksamkeit braucht',
  holds: 'Zurückgehalten, wartet auf eine Entscheidung',
  decisions: 'Was entschieden und verlangt wurde',
  sources: 'Quellen',
  certificates: 'Zertifikate, Token, Lizenzen',
  logs: 'Logs',
  collectors: 'Kollektoren',
  retention: 'Aufbewahrung',
  database: 'Datenbank',
  licence: 'Lizenzprüfung und Versionen',
};

export const texts = { en, de };
