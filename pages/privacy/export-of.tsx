// The export of a person: a section per dataset, as a file to hand over, and all of it as the API has it.
import { useLayoutEffect, useRef } from 'preact/hooks';
import { now } from '../api/clock.ts';
import { useAnswer } from '../api/use-answer.ts';
import { Facts } from '../parts/facts.tsx';
import { Name } from '../parts/name.tsx';
import { AnswerState } from '../parts/problem.tsx';
import { saveFile } from '../parts/save.ts';
import { type Column, Table } from '../parts/table.tsx';
import { arriveAt } from '../shell/focus.ts';
import { formats, language, textsIn } from '../shell/language.ts';
import { texts as shell } from '../shell/texts.ts';
import type { Export, ProcessingEntry } from './api.ts';
import { htmlOf, nameIn, type ToldSection } from './export.ts';
import { toldSections } from './export-in-words.ts';
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
  const answered = useAnswer<readonly ProcessingEntry[]>('privacy/processing');
  const german = useFieldsInGerman();
  const saveAll = (): void =>
    saveFile(`person-${id}.json`, new Blob([JSON.stringify(document, null, 2)], { type: 'application/json' }));
  const isInWords = answered.data !== null && german !== undefined;
  return (
    <section aria-labelledby="export">
      <h2 id="export" ref={heading} tabIndex={-1}>
        <Name text={nameIn(document) ?? t.title(id)} />
      </h2>
      {/* Without the record of processing nobody knows what is to be handed over: our own ids and hashes would be. */}
      {answered.problem && !answered.data && <p class="told warn">{t.noWords}</p>}
      <AnswerState answered={answered} />
      {isInWords && (
        <InWords id={id} document={document} sections={toldSections(document, answered.data ?? [], german)} />
      )}
      <p class="actions start">
        <button type="button" onClick={saveAll}>
          {t.save}
        </button>
      </p>
    </section>
  );
}

function InWords({ id, document, sections }: ExportProps & { readonly sections: readonly ToldSection[] }) {
  const t = textsIn(texts).person;
  const saveToRead = (): void => {
    const asOf = textsIn(shell).asOf(formats().instant(new Date(now.peek()).toISOString()));
    const title = `${nameIn(document) ?? t.title(id)}: ${t.document}`;
    const told = [`EMM Lens, ${location.host}. ${asOf}.`, t.recipients];
    const html = htmlOf({ language: language.value, title, told }, sections);
    saveFile(`person-${id}.html`, new Blob([html], { type: 'text/html;charset=utf-8' }));
  };
  return (
    <>
      <p>{t.sections(sections.length)}</p>
      <p class="actions start">
        <button type="button" class="primary" onClick={saveToRead}>
          {t.saveToRead}
        </button>
      </p>
      {sections.map((section) => (
        <Section key={section.name} section={section} />
      ))}
    </>
  );
}

type Row = { readonly at: number; readonly values: readonly string[] };

/** What is longer is opened by a press. */
const LONG = 200;

function Section({ section: { name, facts, columns: labels, rows } }: { readonly section: ToldSection }) {
  const columns: readonly Column<Row>[] = labels.map((label, index) => ({
    ...{ id: String(index), label },
    cell: ({ values }) => <Value text={values[index] ?? ''} />,
  }));
  return (
    <details>
      <summary>
        {name} ({formats().number(rows.length)})
      </summary>
      <Facts facts={facts} />
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
