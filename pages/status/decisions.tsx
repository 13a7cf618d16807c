// What operators decided and asked for, with who and when.
import { useAnswer } from '../api/use-answer.ts';
import type { Page } from '../api/use-list.ts';
import { datasetIn } from '../parts/datasets.ts';
import { own } from '../parts/own.ts';
import { AnswerState } from '../parts/problem.tsx';
import { type Column, Table } from '../parts/table.tsx';
import { When } from '../parts/when.tsx';
import { formats, language, textsIn } from '../shell/language.ts';
import { texts as shell } from '../shell/texts.ts';
import type { Action } from './api.ts';
import { Section, titleOf } from './section.tsx';
import { SourceLink } from './source-link.tsx';
import { texts } from './texts/holds.ts';

const ACTIONS = 20;

/** `of`: asked again whenever it is another answer. */
export function Decisions({ of }: { readonly of: unknown }) {
  const t = textsIn(texts);
  const { columns: labels } = t.decisions;
  const operations: Readonly<Record<string, string>> = t.decisions.operations;
  const answered = useAnswer<Page<Action>>(`operator-journal?limit=${ACTIONS}`, undefined, of);
  const { data } = answered;
  const about = ({ details }: Action): string =>
    formats().list(
      (details.decided ?? []).map(({ dataset, absent }) =>
        t.decisions.about(formats().number(absent), datasetIn(language.value, dataset)),
      ),
    );
  const columns: readonly Column<Action>[] = [
    { id: 'at', label: labels.at, cell: ({ occurredAt }) => <When at={occurredAt} /> },
    { id: 'who', label: labels.who, cell: ({ principal }) => principal },
    { id: 'what', label: labels.what, cell: ({ operation }) => own(operations, operation) ?? operation },
    { id: 'source', label: labels.source, isWord: true, cell: ({ source }) => source && <SourceLink name={source} /> },
    { id: 'about', label: labels.about, cell: about },
  ];
  return (
    <Section name="decisions">
      <AnswerState answered={answered} />
      {data && (
        <Table
          caption={titleOf('decisions')}
          quiet
          columns={columns}
          rows={data.items}
          keyOf={({ id }) => id}
          // What was decided just now is not in it yet.
          empty={answered.isLoading ? textsIn(shell).loading : t.decisions.none}
        />
      )}
    </Section>
  );
}
