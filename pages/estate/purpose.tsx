// What may be read for a purpose alone: it is chosen, and a button pressed, before anything is asked for.
import { effect, signal } from '@preact/signals';
import type { ComponentChildren } from 'preact';
import { useId, useState } from 'preact/hooks';
import { useAnswer } from '../api/use-answer.ts';
import { AnswerState } from '../parts/problem.tsx';
import { textsIn } from '../shell/language.ts';
import { key } from '../shell/session.ts';
import { texts } from './texts.ts';

/** As it was chosen last: each reading wants its own press, and goes with the purpose that is shown beside it. */
const chosen = signal('');
effect(() => {
  if (key.value === null) chosen.value = '';
});

interface WithPurposeProps {
  /** What the button says. */
  readonly action: string;
  /** Stands before the purpose: what to read. */
  readonly before?: ComponentChildren;
  readonly onAsk: (purpose: string) => void;
}

/** A form that asks for the purpose. */
export function PurposeForm({ action, before, onAsk }: WithPurposeProps) {
  const t = textsIn(texts).purpose;
  const id = useId();
  const [isMissing, setMissing] = useState(false);
  const answered = useAnswer<{ readonly items: readonly string[] }>('purposes');
  const { data } = answered;

  function ask(event: Event): void {
    event.preventDefault();
    setMissing(chosen.value === '');
    if (chosen.value === '') document.getElementById(id)?.focus();
    else onAsk(chosen.value);
  }

  return (
    <>
      <AnswerState answered={answered} />
      {data && (
        <form class="fields" onSubmit={ask}>
          {before}
          <div>
            <label for={id}>{t.label}</label>
            <select
              id={id}
              value={chosen.value}
              aria-invalid={isMissing}
              aria-describedby={`${id}-help ${id}-wrong`}
              onChange={(event) => {
                chosen.value = event.currentTarget.value;
                setMissing(false);
              }}
            >
              <option value="">{t.choose}</option>
              {data.items.map((purpose) => (
                <option key={purpose}>{purpose}</option>
              ))}
            </select>
          </div>
          <button type="submit">{action}</button>
          <p id={`${id}-wrong`} role="alert" class={isMissing ? 'wrong' : 'nothing'}>
            {isMissing && t.wanted}
          </p>
          <p id={`${id}-help`} class="quiet">
            {t.help}
          </p>
        </form>
      )}
    </>
  );
}
