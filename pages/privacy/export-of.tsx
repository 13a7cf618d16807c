// The export of a person: a section per dataset, as a file to hand over, and all of it as the API has it.
import { useLayoutEffect, useRef } from 'preact/hooks';
import { now } from '../api/clock.ts';
import { useAnswer } from '../api/use-answer.ts';
import { texts as eventTexts } from '../estate/texts/event-fields.ts';
import { texts as estate } from '../estate/texts.ts';
import { datasetIn } from '../parts/datasets.ts';
import { Name } from '../parts/name.tsx';
import { own } from '../parts/own.ts';
import { saveFile } from '../parts/save.ts';
import { type Column, Table } from '../parts/table.tsx';
import { arriveAt } from '../shell/focus.ts';
import { formats, language, textsIn } from '../shell/language.ts';
import { texts as shell } from '../shell/texts.ts';
import type { Export, ProcessingEntry } from './api.ts';
import { descriptionOf, htmlOf, type InWords, nameIn, sectionsOf, type ToldSection, toldText } from './export.ts';
import { useFieldsInGerman } from './fields-in-german.ts';
import { texts } from './texts.ts';

interface ExportProps {
  readonly id: string;
  readonly document: Export;
}

export function ExportOf({ id, document }: ExportProps) {
  const t = textsIn(texts).person;
  const heading = useRef<HTMLHeadingElement>(null);
  useLayoutEffect(() => arriveAt(() => heading.current?.focus()), []);
  const { data, problem } = useAnswer<readonly ProcessingEntry[]>('privacy/processing');
  const catalogue = data ?? [];
  const german = useFieldsInGerman();
  // A file to hand over would have our own ids and hashes in it, under names of the API.
  const isInWords = data !== null || problem !== null;
  const words = inWords();
  const described = (dataset: string, field: string): string | undefined => {
    const description = descriptionOf(catalogue, dataset, field);
    return description === undefined ? undefined : (german?.(description) ?? description).replaceAll('`', '');
  };
  const sections = sectionsOf(document, catalogue).map(
    ({ dataset, records, fields }): ToldSection => ({
      name: words.datasetIn(dataset),
      columns: fields.map((field) => own(words.labels, field) ?? described(dataset, field) ?? field),
      rows: records.map((record) => fields.map((field) => toldText(field, record[field], words))),
    }),
  );
  const title = nameIn(document) ?? t.title(id);
  const told = textsIn(shell).asOf(formats().instant(new Date(now.peek()).toISOString()));
  const saveToRead = (): void =>
    saveFile(
      `person-${id}.html`,
      new Blob([htmlOf(language.value, title, told, sections)], { type: 'text/html;charset=utf-8' }),
    );
  const saveAll = (): void =>
    saveFile(`person-${id}.json`, new Blob([JSON.stringify(document, null, 2)], { type: 'application/json' }));
  return (
    <section aria-labelledby="export">
      <h2 id="export" ref={heading} tabIndex={-1}>
        <Name text={title} />
      </h2>
      {isInWords ? (
        <>
          <p>{t.sections(sections.length)}</p>
          <p class="actions start">
            <button type="button" class="primary" onClick={saveToRead}>
              {t.saveToRead}
            </button>
            <button type="button" onClick={saveAll}>
              {t.save}
            </button>
          </p>
          {sections.map((section) => (
            <Section key={section.name} section={section} />
          ))}
        </>
      ) : (
        <p aria-busy="true">{textsIn(shell).loading}</p>
      )}
    </section>
  );
}

/** Fields have the words that the estate has for them; the catalogue describes others. */
function inWords(): InWords {
  const { yes, no } = textsIn(shell);
  const { words, mail } = textsIn(estate);
  return {
    ...{ formats: formats(), yes, no, datasetIn: (name) => datasetIn(language.value, name) },
    labels: {
      ...{ ...mail.mailDeviceFields, ...mail.mailboxFields, ...textsIn(eventTexts).fields, ...words.fields },
      ...textsIn(texts).exported,
    },
  };
}

type Row = { readonly at: number; readonly values: readonly string[] };

/** What is longer is opened by a press. */
const LONG = 200;

function Section({ section: { name, columns: labels, rows } }: { readonly section: ToldSection }) {
  const columns: readonly Column<Row>[] = labels.map((label, index) => ({
    ...{ id: String(index), label },
    cell: ({ values }) => <Value text={values[index] ?? ''} />,
  }));
  return (
    <details>
      <summary>
        {name} ({formats().number(rows.length)})
      </summary>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls */}
      <section class="sideways" aria-label={name} tabIndex={0}>
        <Table
          caption={name}
          quiet
          columns={columns}
          rows={rows.map((values, at) => ({ at, values }))}
          keyOf={({ at }) => String(at)}
        />
      </section>
    </details>
  );
}

function Value({ text }: { readonly text: string }) {
  if (text.length <= LONG) return <bdi>{text}</bdi>;
  return (
    <details>
      <summary>
        <bdi>{text.slice(0, 40)}</bdi> …
      </summary>
      <bdi>{text}</bdi>
    </details>
  );
}
