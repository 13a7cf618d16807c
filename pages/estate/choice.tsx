// A choice that stands in the hash: a filter of a list, or its order.
import type { ComponentChildren } from 'preact';
import { withoutTurns } from '../parts/turns.ts';
import { hrefOf } from '../shell/hash.ts';
import { textsIn } from '../shell/language.ts';
import { route, setFilter } from '../shell/route.ts';
import { GONE } from './filters.ts';
import { texts } from './texts.ts';

interface ChoiceProps {
  /** In the hash. */
  readonly name: string;
  readonly label: string;
  readonly words: Readonly<Record<string, string>>;
  /** What stands for no choice. */
  readonly none?: string;
  /** Others may be, too: which there are is not known here, or not yet. */
  readonly isOpen?: boolean;
}

/** One of these. What else a link brings stands in quotation marks, and is said to be none of them. */
export function Choice({ name, label, words, none = textsIn(texts).list.all, isOpen = false }: ChoiceProps) {
  const t = textsIn(texts).list;
  const value = route.value.query.get(name) ?? '';
  const isOther = value !== '' && !Object.hasOwn(words, value);
  const isWrong = isOther && !isOpen;
  return (
    <div>
      <label for={name}>{label}</label>
      <select
        id={name}
        value={value}
        aria-invalid={isWrong}
        aria-describedby={`${name}-wrong`}
        onChange={(event) => setFilter(name, event.currentTarget.value)}
      >
        <option value="">{none}</option>
        {Object.entries(words).map(([one, word]) => (
          <option key={one} value={one}>
            {word}
          </option>
        ))}
        {isOther && <option value={value}>{ofLink(value)}</option>}
      </select>
      <p id={`${name}-wrong`} role="alert" class={isWrong ? 'wrong' : 'nothing'}>
        {isWrong && (
          <>
            {t.noSuchChoice}{' '}
            <button type="button" onClick={() => setFilter(name, '')}>
              {t.remove}
            </button>
          </>
        )}
      </p>
    </div>
  );
}

/** Of a value that a link brings. */
const SHOWN = 40;

/** A value that a link brings, and the API alone could tell of: it is nothing that these pages say. */
export const ofLink = (value: string): string => textsIn(texts).list.ofLink(withoutTurns(value).slice(0, SHOWN));

/** What the hash asks for by a name that is none, or twice: what is listed is not filtered by it. */
export function OddFilters({ known }: { readonly known: readonly string[] }) {
  const t = textsIn(texts).list;
  const { view, path, query, isTwofold } = route.value;
  const isOdd = [...query.keys()].some((name) => !known.includes(name));
  if (!isOdd && !isTwofold) return null;
  return (
    <p class="told warn">
      {isOdd && t.noSuchFilter} {isTwofold && t.twofold} <a href={hrefOf(view, path)}>{t.reset}</a>
    </p>
  );
}

/** Rows that are gone at their source are listed on demand alone. */
export const GoneToo = ({ children }: { readonly children: ComponentChildren }) => (
  <label class="check">
    <input
      type="checkbox"
      checked={route.value.query.get(GONE) !== null}
      onChange={(event) => setFilter(GONE, event.currentTarget.checked ? '1' : '')}
    />
    {children}
  </label>
);
