// A choice that stands in the hash: a filter of a list, or its order.
import type { ComponentChildren } from 'preact';
import { textsIn } from '../shell/language.ts';
import { route, setFilter } from '../shell/route.ts';
import { GONE } from './filters.ts';
import { texts } from './texts.ts';
import { wordIn } from './words.tsx';

interface ChoiceProps {
  /** In the hash. */
  readonly name: string;
  readonly label: string;
  readonly words: Readonly<Record<string, string>>;
  /** What stands for no choice. */
  readonly none?: string;
}

/** One of these; what came with a link is one of them, too. */
export function Choice({ name, label, words, none = textsIn(texts).list.all }: ChoiceProps) {
  const value = route.value.query.get(name) ?? '';
  const known = Object.hasOwn(words, value) || value === '' ? words : { ...words, [value]: wordIn(words, value) };
  return (
    <div>
      <label for={name}>{label}</label>
      <select id={name} value={value} onChange={(event) => setFilter(name, event.currentTarget.value)}>
        <option value="">{none}</option>
        {Object.entries(known).map(([one, word]) => (
          <option key={one} value={one}>
            {word}
          </option>
        ))}
      </select>
    </div>
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
