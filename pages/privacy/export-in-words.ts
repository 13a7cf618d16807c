// The export of a person in the words of the page: why each dataset is held, for how long and where it came from, and fields by the words
// that the estate has for them; the catalogue describes others.
import { texts as eventTexts } from '../estate/texts/event-fields.ts';
import { texts as estate } from '../estate/texts.ts';
import { datasetIn } from '../parts/datasets.ts';
import { own } from '../parts/own.ts';
import { formats, language, textsIn } from '../shell/language.ts';
import { texts as shell } from '../shell/texts.ts';
import type { Export, ProcessingEntry } from './api.ts';
import { descriptionOf, type ExportSection, type InWords, sectionsOf, type ToldSection, toldText } from './export.ts';
import { purposeInGerman, retentionInGerman } from './purposes.ts';
import { texts } from './texts.ts';

type German = ((text: string) => string | null) | null;

export function toldSections(
  document: Export,
  record: readonly ProcessingEntry[],
  german: German,
): readonly ToldSection[] {
  const words = inWords();
  const described = (dataset: string, field: string): string | undefined => {
    const description = descriptionOf(record, dataset, field);
    return description === undefined ? undefined : inLanguage(description, german).replaceAll('`', '');
  };
  return sectionsOf(document, record).map((section) => {
    const { dataset, records, fields } = section;
    return {
      name: words.datasetIn(dataset),
      facts: factsOf(section, record),
      columns: fields.map((field) => own(words.labels, field) ?? described(dataset, field) ?? field),
      rows: records.map((one) => fields.map((field) => toldText(field, one[field], words))),
    };
  });
}

function factsOf({ dataset, records }: ExportSection, record: readonly ProcessingEntry[]): ToldSection['facts'] {
  const t = textsIn(texts);
  const entry = record.find((one) => one.dataset === dataset);
  const systems = [...new Set(records.flatMap(({ source }) => (typeof source === 'string' ? [source] : [])))];
  const named = entry?.sources.map(({ name, purpose }) => `${name}: ${purpose}`) ?? [];
  return [
    ...(entry ? [[t.record.purpose, [inLanguage(entry.purpose, purposeInGerman), ...named].join(' ')] as const] : []),
    ...(entry ? [[t.record.kept, keptFor(entry)] as const] : []),
    ...(systems.length > 0 ? [[t.person.origin, formats().list(systems)] as const] : []),
  ];
}

const keptFor = ({ retention, retentionDays }: ProcessingEntry): string =>
  retentionDays === null ? inLanguage(retention, retentionInGerman) : formats().days(retentionDays);

const inLanguage = (text: string, german: German): string =>
  (language.value === 'de' ? german?.(text) : undefined) ?? text;

function inWords(): InWords {
  const { yes, no } = textsIn(shell);
  const { words, mail } = textsIn(estate);
  const t = textsIn(texts);
  const { compliances: compliance, ownerships: ownership } = words;
  return {
    ...{ formats: formats(), yes, no, datasetIn: (name) => datasetIn(language.value, name) },
    values: { compliance, ownership, kind: t.person.kinds },
    labels: {
      ...{ ...mail.mailDeviceFields, ...mail.mailboxFields, ...textsIn(eventTexts).fields, ...words.fields },
      ...t.exported,
    },
  };
}
