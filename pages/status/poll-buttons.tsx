// Asks for a poll. Where the source refused the sign-in that costs a try: the reader is warned before, and told what came of it.
import { useState } from 'preact/hooks';
import { ask } from '../api/client.ts';
import { Problem } from '../api/problem.ts';
import { Confirm } from '../parts/confirm.tsx';
import { ProblemBox } from '../parts/problem.tsx';
import { When } from '../parts/when.tsx';
import { announce } from '../shell/announce.tsx';
import { textsIn } from '../shell/language.ts';
import type { SourceStatus } from './api.ts';
import { texts } from './texts/source.ts';

type SignIn = SourceStatus['signIn'];
interface PollButtonsProps {
  readonly source: Pick<SourceStatus, 'name' | 'signIn'>;
  readonly reload: () => Promise<void>;
}

/** What was refused stays told until the next try. */
export function PollButtons({ source: { name, signIn }, reload }: PollButtonsProps) {
  const t = textsIn(texts);
  const [problem, setProblem] = useState<Problem | null>(null);
  /** Before it is asked for in spite of a refusal. */
  const [asking, setAsking] = useState<{ readonly full: boolean; readonly refused: NonNullable<SignIn> } | null>(null);
  const [tried, setTried] = useState<SignIn>(null);
  async function poll(full: boolean): Promise<void> {
    setProblem(null);
    setTried(null);
    try {
      const path = `sources/${encodeURIComponent(name)}/poll${full ? '?full=true' : ''}`;
      const { state } = await ask<{ readonly state: keyof typeof t.polled }>(path, { method: 'POST' });
      announce(t.polled[state]);
      setTried(signIn);
    } catch (error) {
      setProblem(error instanceof Problem ? error : new Problem('failed', 0));
    }
    await reload();
  }
  const press = (full: boolean) => (signIn ? setAsking({ full, refused: signIn }) : void poll(full));
  return (
    <>
      <div class="actions start">
        <button type="button" onClick={() => press(false)}>
          {t.poll}
        </button>
        <button type="button" onClick={() => press(true)}>
          {t.pollFull}
        </button>
      </div>
      {problem && <ProblemBox problem={problem} />}
      {tried && <Tried tried={tried} signIn={signIn} />}
      {asking && (
        <Confirm
          title={t.trial.title(name)}
          action={t.trial.action}
          over={signIn ? null : t.trial.accepted}
          onConfirm={() => poll(asking.full)}
          onClose={() => setAsking(null)}
        >
          <p>{t.trial.costs(asking.refused.tries)}</p>
          <p>
            {t.trial.else} <When at={asking.refused.nextTryAt} />.
          </p>
        </Confirm>
      )}
    </>
  );
}

/** As soon as the poll has ended its refusal is another one, or gone. */
function Tried({ tried, signIn }: { readonly tried: NonNullable<SignIn>; readonly signIn: SignIn }) {
  const t = textsIn(texts).trial;
  if (!signIn) return <p class="told">{t.accepted}</p>;
  if (signIn.refusedAt === tried.refusedAt) return <p class="told">{t.underWay}</p>;
  return (
    <p class="told bad">
      {t.refused} <When at={signIn.nextTryAt} />.
    </p>
  );
}
