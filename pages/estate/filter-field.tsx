// A filter of the list of devices, with its name.
import type { ComponentChildren } from 'preact';
import { useId } from 'preact/hooks';
import { textsIn } from '../shell/language.ts';
import type { FilterName } from './filters.ts';
import { texts } from './texts.ts';

interface FieldProps {
  readonly name: FilterName;
  readonly children: (id: string) => ComponentChildren;
}

export function Field({ name, children }: FieldProps) {
  const t = textsIn(texts).list;
  const id = useId();
  return (
    <div>
      <label for={id}>{t.filter[name]}</label>
      {children(id)}
    </div>
  );
}
