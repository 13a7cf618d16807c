// Asks before something that cannot be taken back: the reader types a word, mostly how many it strikes.
import type { ComponentChildren } from 'preact';
import { useId, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { Problem } from '../api/problem.ts';
import { textsIn } from '../shell/language.ts';
import { texts } from '../shell/texts.ts';
import { ProblemBox } from './problem.tsx';

interface ConfirmProps {
  readonly title: string;
  readonly children: ComponentChildren;
  /** What has to be typed, if anything. */
  readonly word?: string;
  /** What the button says, and does. */
  readonly action: string;
  /** What came between, so that there is nothing to be done any more. */
  readonly over?: string | null;
  readonly onConfirm: () => Promise<unknown>;
  /** After it was done, or not. The browser gives the focus back to where it was. */
  readonly onClose: () => void;
}

export function Confirm({ title, children, word, action, over, onConfirm, onClose }: ConfirmProps) {
  const t = textsIn(texts).confirm;
  const id = useId();
  const dialog = useRef<HTMLDialogElement>(null);
  const field = useRef<HTMLInputElement>(null);
  const [isWrong, setWrong] = useState(false);
  const [isWorking, setWorking] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const leave = useRef<HTMLButtonElement>(null);
  const isOver = typeof over === 'string' && !isWorking;
  useLayoutEffect(() => dialog.current?.showModal(), []);
  // What had the focus is gone.
  useLayoutEffect(() => {
    if (isOver) leave.current?.focus();
  }, [isOver]);

  async function confirm(event: Event): Promise<void> {
    event.preventDefault();
    if (isWorking || isOver) return;
    const isRight = word === undefined || field.current?.value.trim() === word;
    setWrong(!isRight);
    if (!isRight) return field.current?.focus();
    setWorking(true);
    setProblem(null);
    try {
      await onConfirm();
      dialog.current?.close();
    } catch (error) {
      setProblem(error instanceof Problem ? error : new Problem('failed', 0));
      setWorking(false);
    }
  }

  return (
    <dialog ref={dialog} aria-labelledby={`${id}-title`} onClose={onClose}>
      <form onSubmit={confirm}>
        <h2 id={`${id}-title`}>{title}</h2>
        {!isOver && children}
        <p role="alert" class={isOver ? 'told warn' : undefined}>
          {isOver && over}
        </p>
        {!isOver && word !== undefined && (
          <>
            <label for={`${id}-word`}>{t.type(word)}</label>
            <input
              id={`${id}-word`}
              ref={field}
              class="wide"
              autocomplete="off"
              spellcheck={false}
              aria-invalid={isWrong}
              aria-describedby={`${id}-wrong`}
            />
            <p id={`${id}-wrong`} role="alert" class={isWrong ? 'wrong' : undefined}>
              {isWrong && t.wrong(word)}
            </p>
          </>
        )}
        {!isOver && problem && <ProblemBox problem={problem} />}
        <div class="actions">
          <button type="button" ref={leave} onClick={() => dialog.current?.close()}>
            {isOver ? t.close : t.cancel}
          </button>
          {!isOver && (
            <button type="submit" class="danger" aria-disabled={isWorking}>
              {isWorking ? t.working : action}
            </button>
          )}
        </div>
      </form>
    </dialog>
  );
}
