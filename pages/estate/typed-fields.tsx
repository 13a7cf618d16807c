// Filters that are typed: a version goes into the hash, and nothing else does.
import { useId, useLayoutEffect, useRef } from 'preact/hooks';
import { route, setFilter } from '../shell/route.ts';
import { Field } from './filter-field.tsx';
import { type FilterName, isVersion } from './filters.ts';
import { typedApp } from './typed.ts';

/** What is wrong stands there. */
export const MISTAKE = 'filters-wrong';

interface VersionProps {
  readonly name: FilterName;
  readonly isWrong: boolean;
  /** Told of text that is no version: it is not put into the hash. */
  readonly onVersion: (isOne: boolean) => void;
}

/** Changed with Enter, or when it is left. */
export function VersionField({ name, isWrong, onVersion }: VersionProps) {
  const value = route.value.query.get(name) ?? '';
  const input = useRef<HTMLInputElement>(null);
  useLayoutEffect(() => {
    if (input.current && !isWrong) input.current.value = value;
  }, [value, isWrong]);

  function change(text: string): void {
    const isOne = text === '' || isVersion(text);
    onVersion(isOne);
    if (isOne) setFilter(name, text);
  }

  return (
    <Field name={name}>
      {(id) => (
        <input
          id={id}
          ref={input}
          class="short"
          defaultValue={isVersion(value) ? value : ''}
          autocomplete="off"
          spellcheck={false}
          placeholder="17.4"
          aria-invalid={isWrong}
          aria-describedby={MISTAKE}
          onChange={(event) => change(event.currentTarget.value.trim())}
        />
      )}
    </Field>
  );
}

/** The app whose devices are asked for. */
export function AppField({ label }: { readonly label: string }) {
  const id = useId();
  return (
    <div>
      <label for={id}>{label}</label>
      <input
        id={id}
        defaultValue={typedApp.value}
        autocomplete="off"
        spellcheck={false}
        aria-describedby={MISTAKE}
        onChange={(event) => {
          typedApp.value = event.currentTarget.value.trim();
        }}
      />
    </div>
  );
}
