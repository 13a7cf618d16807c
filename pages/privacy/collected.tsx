// What each source is set to collect: its switches, on or off, and its fields by dataset.
import { useAnswer } from '../api/use-answer.ts';
import { datasetIn } from '../parts/datasets.ts';
import { Facts } from '../parts/facts.tsx';
import { Name } from '../parts/name.tsx';
import { AnswerState } from '../parts/problem.tsx';
import { type Column, Table } from '../parts/table.tsx';
import { hrefOf } from '../shell/hash.ts';
import { formats, language, textsIn } from '../shell/language.ts';
import { may } from '../shell/rights.ts';
import { texts as shell } from '../shell/texts.ts';
import type { CollectingSource } from './api.ts';
import { texts } from './texts.ts';
import { classIn, switchIn, words } from './words.ts';

export function Collected() {
  const t = textsIn(texts).collected;
  const answered = useAnswer<{ readonly items: readonly CollectingSource[] }>('privacy/sources');
  return (
    <>
      <p>{t.about}</p>
      <AnswerState answered={answered} />
      {answered.data?.items.length === 0 && <p>{t.none}</p>}
      {answered.data?.items.map((source) => (
        <Source key={source.name} source={source} />
      ))}
    </>
  );
}

function Source({ source }: { readonly source: CollectingSource }) {
  const t = textsIn(texts).collected;
  const w = textsIn(words);
  const { yes, no } = textsIn(shell);
  const { name, type, enabled, purpose, profile, phoneNumbers, personalDevices, switches, datasets } = source;
  const hasDevices = datasets.some(({ dataset }) => dataset === 'device');
  return (
    <section aria-labelledby={`source-${name}`}>
      <h2 id={`source-${name}`}>
        <Name text={name} /> <span class="quiet">({type})</span>
      </h2>
      {!enabled && <p class="told">{t.disabled}</p>}
      <Facts
        facts={[
          [t.purpose, purpose],
          [t.profile, w.profiles[profile]],
          [t.phoneNumbers, w.phoneNumbers[phoneNumbers]],
          [t.personalDevices, hasDevices ? (personalDevices ? yes : no) : null],
        ]}
      />
      {switches.length > 0 && <Switches source={source} />}
      <Datasets source={source} />
    </section>
  );
}

function Switches({ source: { name, switches } }: { readonly source: CollectingSource }) {
  const t = textsIn(texts).collected;
  const w = textsIn(words);
  type Row = CollectingSource['switches'][number];
  const purposed: Column<Row> = {
    id: 'purpose',
    label: t.purpose,
    cell: ({ purpose }) => purpose,
  };
  const columns: readonly Column<Row>[] = [
    {
      id: 'name',
      label: t.switch,
      cell: (row) => (
        <>
          {switchIn(w, row.name)} (<code>{row.name}</code>)
        </>
      ),
    },
    {
      id: 'on',
      label: t.state,
      cell: ({ on }) => <span class={`state ${on ? 'warn' : 'ok'}`}>{on ? t.on : t.off}</span>,
    },
    ...(switches.some(({ purpose }) => purpose !== null) ? [purposed] : []),
  ];
  const sorted = switches.toSorted((a, b) => Number(b.on) - Number(a.on));
  return <Table caption={t.switches(name)} columns={columns} rows={sorted} keyOf={(row) => row.name} />;
}

function Datasets({ source: { name, datasets } }: { readonly source: CollectingSource }) {
  const t = textsIn(texts).collected;
  const w = textsIn(words);
  const f = formats();
  type Row = CollectingSource['datasets'][number];
  const columns: readonly Column<Row>[] = [
    {
      id: 'dataset',
      label: t.dataset,
      cell: ({ dataset }) => {
        const named = datasetIn(language.value, dataset);
        return may('processing') ? <a href={hrefOf('privacy', ['record', dataset])}>{named}</a> : named;
      },
    },
    { id: 'classes', label: t.classes, cell: ({ classes }) => f.list(classes.map((one) => classIn(w, one))) },
    {
      id: 'fields',
      label: t.fields,
      cell: ({ fields }) => (
        <details>
          <summary>{f.number(fields.length)}</summary>
          <span lang="en">{fields.join(', ')}</span>
        </details>
      ),
    },
  ];
  return <Table caption={t.collects(name)} columns={columns} rows={datasets} keyOf={({ dataset }) => dataset} />;
}
