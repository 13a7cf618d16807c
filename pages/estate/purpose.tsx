// What may be read for a purpose alone: it is chosen, and a button pressed, before anything is asked for.
import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import { Allowed } from '../parts/allowed.tsx';
import { PurposeField } from '../parts/purpose.tsx';
import { textsIn } from '../shell/language.ts';
import type { Operation } from '../shell/operations.ts';
import { keptWithKey } from '../shell/session.ts';
import { texts as shell } from '../shell/texts.ts';
import { texts } from './texts.ts';

/** As it was chosen last: each reading wants its own press, and goes with the purpose that is shown beside it. */
const chosen = keptWithKey('');

interface WithPurposeProps {
  /** The operation of the API that reads it. */
  readonly needs: Operation;
  /** What the button says. */
  readonly action: string;
  /** Stands before the purpose: what to read. */
  readonly before?: ComponentChildren;
  readonly onAsk: (purpose: string) => void;
}

/** A form that asks for the purpose. */
export const PurposeForm = ({ needs, ...rest }: WithPurposeProps) => (
  <Allowed needs={needs}>
    <Form {...rest} />
  </Allowed>
);

function Form({ action, before, onAsk }: Omit<WithPurposeProps, 'needs'>) {
  const t = textsIn(texts).purpose;
  const [isMissing, setMissing] = useState(false);

  function ask(event: Event): void {
    event.preventDefault();
    setMissing(chosen.value === '');
    if (chosen.value !== '') onAsk(chosen.value);
  }

  return (
    <form class="fields asking" onSubmit={ask}>
      {before}
      <PurposeField
        chosen={chosen.value}
        onChoose={(purpose) => {
          chosen.value = purpose;
          setMissing(false);
        }}
      />
      <button type="submit">{action}</button>
      <p role="alert" class={isMissing ? 'wrong' : 'nothing'}>
        {isMissing && textsIn(shell).purpose.missing}
      </p>
      <p class="quiet">{t.help}</p>
    </form>
  );
}
