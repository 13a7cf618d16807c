// What an error means and what to do: in English the hint of the API; in German the meaning of its code, with the names, addresses
// and settings of the hint, which stands below.
import { Fragment } from 'preact';
import { germanOnes } from './german.ts';
import { valuesOf } from './hint-values.ts';
import { Marked } from './marked.tsx';

/** Stands below German words alone. */
export const WORDING = 'Wortlaut der API (englisch)';

interface HintProps {
  readonly code: string | null;
  readonly hint: string | null;
  /** Without what the API says in English. */
  readonly isBrief?: boolean;
}

const useMeanings = germanOnes(() => import('../api/german-errors.ts'));

export function Hint({ code, hint, isBrief = false }: HintProps) {
  const meanings = useMeanings();
  const meaning = code === null ? null : (meanings?.meaningOf(code) ?? null);
  if (meaning === null) return hint && <Marked text={hint} />;
  const told = meaning.join(' ');
  const values = valuesOf(hint ?? '', told);
  return (
    <>
      <Marked lang="de" text={told} />
      {values.length > 0 && (
        <>
          {' '}
          Gemeint {values.length === 1 ? 'ist' : 'sind'}{' '}
          {values.map((value, index) => (
            <Fragment key={value}>
              {index > 0 && ', '}
              <code>{value}</code>
            </Fragment>
          ))}
          .
        </>
      )}
      {hint && !isBrief && (
        <details>
          <summary>{WORDING}</summary>
          <Marked text={hint} />
        </details>
      )}
    </>
  );
}
