// Asks what a reading is for: the access log has it. Only configured purposes can be chosen.
import { useId } from 'preact/hooks';
import { useAnswer } from '../api/use-answer.ts';
import { textsIn } from '../shell/language.ts';
import { texts } from '../shell/texts.ts';
import { AnswerState } from './problem.tsx';

interface PurposeProps {
  readonly chosen: string;
  readonly onChoose: (purpose: string) => void;
}

export function PurposeField({ chosen, onChoose }: PurposeProps) {
  const t = textsIn(texts).purpose;
  const id = useId();
  const answered = useAnswer<{ readonly items: readonly string[] }>('purposes');
  const { data } = answered;
  if (data === null) return <AnswerState answered={answered} />;
  if (data.items.length === 0) return <p class="told bad">{t.none}</p>;
  return (
    <p>
      <label for={id}>{t.label}</label>
      <select id={id} value={chosen} onChange={(event) => onChoose(event.currentTarget.value)}>
        <option value="">{t.choose}</option>
        {data.items.map((name) => (
          <option key={name} value={name}>
            {name}
          </option>
        ))}
      </select>
    </p>
  );
}
