// The licence check: versions, what the vendor said, what would be sent and what was, byte for byte.
import { useAnswer } from '../api/use-answer.ts';
import { Facts } from '../parts/facts.tsx';
import { AnswerState } from '../parts/problem.tsx';
import { type Column, Table } from '../parts/table.tsx';
import { When } from '../parts/when.tsx';
import { formats, textsIn } from '../shell/language.ts';
import { may } from '../shell/rights.ts';
import type { Exchange, LicensePayload, UpdateTold } from './api.ts';
import { Section } from './section.tsx';
import { texts } from './texts/licence.ts';

/** `of`: asked again whenever it is another one, as warnings of what the vendor said are. */
export function Licence({ of }: { readonly of: unknown }) {
  const t = textsIn(texts);
  const preview = useAnswer<LicensePayload>('license/preview', undefined, of);
  return (
    <Section name="licence">
      <AnswerState answered={preview} />
      {preview.data && (
        <Facts
          facts={[
            [t.names.emmLens, preview.data.versions.emmLens],
            [t.names.functionsHost, preview.data.versions.functionsHost],
            [t.names.nodeJs, preview.data.versions.nodeJs],
          ]}
        />
      )}
      {may('license-update') && <Update of={of} />}
      {preview.data && (
        <details>
          <summary>{t.preview}</summary>
          <Body text={JSON.stringify(preview.data, null, 2)} name={t.preview} />
        </details>
      )}
      <History of={of} />
    </Section>
  );
}

/** A box that may scroll can be reached by the keyboard. */
const Body = ({ text, name }: { readonly text: string; readonly name: string }) => (
  // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls
  <section class="box" aria-label={name} tabIndex={0}>
    <pre>{text}</pre>
  </section>
);

function Update({ of }: { readonly of: unknown }) {
  const t = textsIn(texts);
  const f = formats();
  const answered = useAnswer<{ readonly update: UpdateTold | null }>('license/update', undefined, of);
  const { data } = answered;
  if (!data) return <AnswerState answered={answered} />;
  const { update } = data;
  return (
    <>
      <h3>{t.update}</h3>
      {!update && <p>{t.noUpdate}</p>}
      {update?.newestVersion && (
        <p class={update.isNewer ? 'told warn' : undefined}>
          {update.isNewer ? t.newest(update.newestVersion) : t.newestIs(update.newestVersion)}
          {update.isNewer && ` ${t.how}`}
          {update.needsStep && ` ${t.step}`}
        </p>
      )}
      {update?.securityNote && (
        <p class="told bad" lang="en">
          {update.securityNote.code}: {update.securityNote.text}
        </p>
      )}
      {update?.validUntil && (
        <p class={update.hasEnded ? 'told warn' : undefined}>
          {update.hasEnded && `${t.ended} `}
          {t.valid} <When at={update.validUntil} />
        </p>
      )}
      {update?.exceeded.map(({ what, counted, licensed }) => (
        <p key={what} class="told warn">
          {t.exceeded(what, f.number(counted), f.number(licensed))}
        </p>
      ))}
    </>
  );
}

function History({ of }: { readonly of: unknown }) {
  const t = textsIn(texts);
  const answered = useAnswer<{ readonly items: readonly Exchange[] }>('license/history', undefined, of);
  const { data } = answered;
  const { historyColumns: labels } = t;
  const columns: readonly Column<Exchange>[] = [
    { id: 'at', label: labels.at, cell: ({ occurredAt }) => <When at={occurredAt} /> },
    { id: 'status', label: labels.status, cell: ({ status, errorCode }) => status ?? errorCode },
    { id: 'code', label: labels.code, cell: ({ answerCode }) => answerCode },
    {
      id: 'body',
      label: t.body,
      cell: ({ id, payload }) => (
        <details>
          <summary>{t.body}</summary>
          <Body text={payload} name={`${t.body} ${id}`} />
        </details>
      ),
    },
  ];
  return (
    <>
      <h3>{t.history}</h3>
      <AnswerState answered={answered} />
      {data && (
        <Table
          caption={t.history}
          quiet
          columns={columns}
          rows={data.items}
          keyOf={({ id }) => id}
          empty={t.noHistory}
        />
      )}
    </>
  );
}
