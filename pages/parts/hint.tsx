// What an error means and what to do: in English the hint of the API, in German the meaning of its code, with the hint below,
// since that has the names and numbers of the case.
import { germanOnes } from './german.ts';
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
  return (
    <>
      <Marked lang="de" text={meaning.join(' ')} />
      {hint && !isBrief && (
        <details>
          <summary>{WORDING}</summary>
          <Marked text={hint} />
        </details>
      )}
    </>
  );
}
