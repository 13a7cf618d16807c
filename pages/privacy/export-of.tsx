// The export of a person: a section per dataset, and all of it as a file.
import { useLayoutEffect, useRef } from 'preact/hooks';
import { datasetIn } from '../parts/datasets.ts';
import { Name } from '../parts/name.tsx';
import { saveFile } from '../parts/save.ts';
import { type Column, Table } from '../parts/table.tsx';
import { formats, language, textsIn } from '../shell/language.ts';
import type { Export } from './api.ts';
import { type ExportSection, nameIn, sectionsOf, shownValue } from './export.ts';
import { texts } from './texts.ts';

interface ExportProps {
  readonly id: string;
  readonly document: Export;
}

export function ExportOf({ id, document }: ExportProps) {
  const t = textsIn(texts).person;
  const heading = useRef<HTMLHeadingElement>(null);
  useLayoutEffect(() => heading.current?.focus(), []);
  const sections = sectionsOf(document);
  const save = (): void =>
    saveFile(`person-${id}.json`, new Blob([JSON.stringify(document, null, 2)], { type: 'application/json' }));
  return (
    <section aria-labelledby="export">
      <h2 id="export" ref={heading} tabIndex={-1}>
        <Name text={nameIn(document) ?? t.title(id)} />
      </h2>
      <p>{t.sections(sections.length)}</p>
      <p>
        <button type="button" class="primary" onClick={save}>
          {t.save}
        </button>
      </p>
      {sections.map((section) => (
        <Section key={section.dataset} section={section} />
      ))}
    </section>
  );
}

type Row = { readonly at: number; readonly record: ExportSection['records'][number] };

function Section({ section: { dataset, records, fields } }: { readonly section: ExportSection }) {
  const name = datasetIn(language.value, dataset);
  const columns: readonly Column<Row>[] = fields.map((field) => ({
    id: field,
    label: field,
    cell: ({ record }) => shownValue(record[field]),
  }));
  return (
    <details>
      <summary>
        {name} ({formats().number(records.length)})
      </summary>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls */}
      <section class="sideways" aria-label={name} tabIndex={0}>
        <Table
          caption={name}
          quiet
          columns={columns}
          rows={records.map((record, at) => ({ at, record }))}
          keyOf={({ at }) => String(at)}
        />
      </section>
    </details>
  );
}
