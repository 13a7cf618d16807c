// Texts of the overview: what is counted above its parts.
const en = {
  title: 'Status',
  summary: {
    sources: (bad: number, all: number) =>
      bad === 0
        ? `All ${all} sources are well or wait`
        : `${bad} of ${all} sources ${bad === 1 ? 'needs' : 'need'} attention`,
    holds: (count: number) => (count === 0 ? 'Nothing is held' : count === 1 ? '1 hold waits' : `${count} holds wait`),
    warnings: (count: number) => (count === 0 ? 'No warnings' : count === 1 ? '1 warning' : `${count} warnings`),
    expiring: (count: number) =>
      count === 0
        ? 'Nothing expires within 30 days'
        : count === 1
          ? '1 thing expires within 30 days, or has'
          : `${count} things expire within 30 days, or have`,
  },
};

const de: typeof en = {
  title: 'Status',
  summary: {
    sources: (bad, all) =>
      bad === 0
        ? `Alle ${all} Quellen sind in Ordnung oder warten`
        : `${bad} von ${all} Quellen ${bad === 1 ? 'braucht' : 'brauchen'} Aufmerksamkeit`,
    holds: (count) =>
      count === 0
        ? 'Nichts ist zurückgehalten'
        : count === 1
          ? '1 Entscheidung steht aus'
          : `${count} Entscheidungen stehen aus`,
    warnings: (count) => (count === 0 ? 'Keine Warnungen' : count === 1 ? '1 Warnung' : `${count} Warnungen`),
    expiring: (count) =>
      count === 0 ? 'Nichts läuft binnen 30 Tagen ab' : `${count} laufen binnen 30 Tagen ab oder sind es`,
  },
};

export const texts = { en, de };
