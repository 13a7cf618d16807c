// What an error means and what to do: in English the hint of the API, in German the meaning of its code, with the hint below,
// since that has the names and numbers of the case.
import { signal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import type { Meaning } from '../api/german.ts';
import { language } from '../shell/language.ts';
import { Marked } from './marked.tsx';

interface HintProps {
  readonly code: string | null;
  readonly hint: string | null;
  /** Without what the API says in English. */
  readonly isBrief?: boolean;
}

/** Null until the words have come. */
const meanings = signal<((code: string) => Meaning | null) | null>(null);

function load(): void {
  import('../api/german-errors.ts').then(
    ({ meaningOf }) => {
      meanings.value = meaningOf;
    },
    // The hint of the API stands there then.
    () => undefined,
  );
}

export function Hint({ code, hint, isBrief = false }: HintProps) {
  const isGerman = language.value === 'de';
  useEffect(() => {
    if (isGerman) load();
  }, [isGerman]);
  const meaning = isGerman && code !== null ? (meanings.value?.(code) ?? null) : null;
  if (meaning === null) return hint && <Marked text={hint} />;
  return (
    <>
      <Marked lang="de" text={meaning.join(' ')} />
      {hint && !isBrief && (
        <details>
          <summary>Wortlaut der API (englisch)</summary>
          <Marked text={hint} />
        </details>
      )}
    </>
  );
}
