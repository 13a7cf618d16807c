// Keeps a view, or a part of one that asks for itself, that cannot show what was answered from staying behind: it is taken away, and
// tried anew in the next place, and with the next answers: one odd one of a proxy that restarts is the end of no screen on a wall.
import type { ComponentChildren } from 'preact';
import { useEffect, useErrorBoundary } from 'preact/hooks';
import { textsIn } from './language.ts';
import { route } from './route.ts';
import { texts } from './texts.ts';

const AGAIN_MS = 30_000;

interface BoundaryProps {
  /** Heads what is said of a part; the rest of the view stays. Not of a view. */
  readonly title?: string;
  readonly children: ComponentChildren;
}

export function Boundary({ title, children }: BoundaryProps) {
  const [error, reset] = useErrorBoundary();
  const place = route.value;
  useEffect(reset, [place]);
  useEffect(() => {
    if (error === undefined) return;
    const timer = setTimeout(reset, AGAIN_MS);
    return () => clearTimeout(timer);
  }, [error]);
  const t = textsIn(texts);
  if (error === undefined) return children;
  return (
    <>
      {title !== undefined && <h2>{title}</h2>}
      <div class="problem" role="alert">
        <p>{title === undefined ? t.notUnderstood : t.partNotUnderstood}</p>
        <button type="button" onClick={reset}>
          {t.problem.again}
        </button>
      </div>
    </>
  );
}
