// Texts of the overview: what is counted above its parts.
import { either } from '../../parts/plural.ts';

const en = {
  title: 'Status',
  summary: {
    sources: (bad: number, all: number, unread: number) =>
      bad === 0
        ? unread > 0
          ? `${unread} of ${all} ${either(all, 'source was', 'sources were')} not read yet`
          : all === 1
            ? 'The source is well or waits'
            : `All ${all} sources are well or wait`
        : `${bad} of ${all} ${either(all, 'source', 'sources')} ${bad === 1 ? 'needs' : 'need'} attention`,
    holds: (count: number) => (count === 0 ? 'Nothing is held' : count === 1 ? '1 hold waits' : `${count} holds wait`),
    warnings: (count: number | null) =>
      count === null
        ? 'Warnings: your key is not told them'
        : count === 0
          ? 'No warnings'
          : count === 1
            ? '1 warning'
            : `${count} warnings`,
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
    sources: (bad, all, unread) =>
      bad === 0
        ? unread > 0
          ? `${unread} von ${all} ${either(all, 'Quelle wurde', 'Quellen wurden')} noch nicht gelesen`
          : all === 1
            ? 'Die Quelle ist in Ordnung oder wartet'
            : `Alle ${all} Quellen sind in Ordnung oder warten`
        : `${bad} von ${all} ${either(all, 'Quelle', 'Quellen')} ${bad === 1 ? 'braucht' : 'brauchen'} Aufmerksamkeit`,
    holds: (count) =>
      count === 0
        ? 'Nichts ist zurückgehalten'
        : count === 1
          ? '1 Entscheidung steht aus'
          : `${count} Entscheidungen stehen aus`,
    warnings: (count) =>
      count === null
        ? 'Warnungen erfährt Ihr Schlüssel nicht'
        : count === 0
          ? 'Keine Warnungen'
          : count === 1
            ? '1 Warnung'
            : `${count} Warnungen`,
    expiring: (count) =>
      count === 0
        ? 'Nichts läuft binnen 30 Tagen ab'
        : `${count} ${either(count, 'läuft', 'laufen')} binnen 30 Tagen ab oder ${either(count, 'ist', 'sind')} abgelaufen`,
  },
};

export const texts = { en, de };
