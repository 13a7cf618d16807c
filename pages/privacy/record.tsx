// The record of processing: each dataset, why and how long it is kept; and the fields of one.
import { useAnswer } from '../api/use-answer.ts';
import { datasetIn } from '../parts/datasets.ts';
import { Facts } from '../parts/facts.tsx';
import { Name } from '../parts/name.tsx';
import { AnswerState } from '../parts/problem.tsx';
import { Said } from '../parts/said.tsx';
import { type Column, Table } from '../parts/table.tsx';
import { hrefOf } from '../shell/hash.ts';
import { formats, language, textsIn } from '../shell/language.ts';
import { texts as shell } from '../shell/texts.ts';
import type { CollectingSource, ProcessingEntry, ProcessingField } from './api.ts';
import { collectorsOf } from './collectors.ts';
import { useFieldsInGerman } from './fields-in-german.ts';
import { purposeInGerman, retentionInGerman } from './purposes.ts';
import { texts } from './texts.ts';
import { classIn, switchIn, words } from './words.ts';

export function ProcessingRecord({ dataset }: { readonly dataset: string | undefined }) {
  const t = textsIn(texts).record;
  const answered = useAnswer<readonly ProcessingEntry[]>('privacy/processing');
  const entry = answered.data?.find((one) => one.dataset === dataset);
  return (
    <>
      <AnswerState answered={answered} />
      {answered.data && dataset === undefined && <Entries entries={answered.data} />}
      {answered.data && dataset !== undefined && !entry && <p>{t.unknown}</p>}
      {entry && <Entry entry={entry} />}
    </>
  );
}

function Entries({ entries }: { readonly entries: readonly ProcessingEntry[] }) {
  const t = textsIn(texts).record;
  const w = textsIn(words);
  const { yes, no } = textsIn(shell);
  const f = formats();
  const columns: readonly Column<ProcessingEntry>[] = [
    {
      id: 'dataset',
      label: t.dataset,
      cell: ({ dataset }) => <a href={hrefOf('privacy', ['record', dataset])}>{datasetIn(language.value, dataset)}</a>,
    },
    { id: 'personal', label: t.personal, cell: ({ personal }) => (personal ? yes : no) },
    { id: 'purpose', label: t.purpose, cell: ({ purpose }) => <Said text={purpose} german={purposeInGerman} /> },
    { id: 'kept', label: t.kept, cell: (entry) => <Kept entry={entry} /> },
    { id: 'classes', label: t.classes, cell: ({ classes }) => f.list(classes.map((one) => classIn(w, one))) },
  ];
  return (
    <>
      <p>{t.about}</p>
      <Table caption={t.caption} quiet columns={columns} rows={entries} keyOf={({ dataset }) => dataset} />
    </>
  );
}

const Kept = ({ entry: { retention, retentionDays } }: { readonly entry: ProcessingEntry }) =>
  retentionDays === null ? (
    <Said text={retention} german={retentionInGerman} />
  ) : (
    <span>{formats().days(retentionDays)}</span>
  );

function Entry({ entry }: { readonly entry: ProcessingEntry }) {
  const t = textsIn(texts).record;
  const { yes, no } = textsIn(shell);
  const answered = useAnswer<{ readonly items: readonly CollectingSource[] }>('privacy/sources');
  const { dataset, purpose, personal, sources, rules = [] } = entry;
  return (
    <>
      <h2>{datasetIn(language.value, dataset)}</h2>
      <Facts
        facts={[
          [t.purpose, <Said key="purpose" text={purpose} german={purposeInGerman} />],
          [t.personal, personal ? yes : no],
          [t.kept, <Kept key="kept" entry={entry} />],
        ]}
      />
      {sources.length > 0 && (
        <>
          <h3>{t.readFor}</h3>
          <ul>
            {sources.map(({ name, purpose: named, field }) => (
              <li key={`${name} ${field}`}>
                <Name text={name} />
                {field && (
                  <>
                    {' '}
                    (<code>{field}</code>)
                  </>
                )}
                : <Name text={named} />
              </li>
            ))}
          </ul>
        </>
      )}
      {rules.length > 0 && (
        <>
          <h3>{t.rules}</h3>
          <ul>
            {rules.map((rule) => (
              <li key={rule.name}>
                <Name text={rule.name} />
                {rule.purpose && (
                  <>
                    : <Name text={rule.purpose} />
                  </>
                )}
              </li>
            ))}
          </ul>
        </>
      )}
      <AnswerState answered={answered} />
      {answered.data && <Fields entry={entry} sources={answered.data.items} />}
      <p>
        <a href={hrefOf('privacy', ['record'])}>{t.back}</a>
      </p>
    </>
  );
}

interface FieldsProps {
  readonly entry: ProcessingEntry;
  readonly sources: readonly CollectingSource[];
}

function Fields({ entry: { dataset, fields }, sources }: FieldsProps) {
  const t = textsIn(texts).record;
  const w = textsIn(words);
  const f = formats();
  const german = useFieldsInGerman();
  const collectors = collectorsOf(dataset, sources);
  const columns: readonly Column<ProcessingField>[] = [
    { id: 'field', label: t.field, cell: ({ name }) => <code>{name}</code> },
    { id: 'class', label: t.class, cell: (field) => classIn(w, field.class) },
    { id: 'means', label: t.means, cell: ({ description }) => <Said text={description} german={german ?? null} /> },
    { id: 'switch', label: t.switch, cell: ({ switch: name }) => name && switchIn(w, name) },
    {
      id: 'sources',
      label: t.collectedBy,
      cell: ({ name }) => f.list(collectors.get(name) ?? []) || t.nobody,
    },
  ];
  return <Table caption={t.fields} columns={columns} rows={fields} keyOf={({ name }) => name} />;
}
