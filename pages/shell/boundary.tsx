// Keeps a view that cannot show what was answered from staying behind: it is taken away, and the next place is tried anew.
import type { ComponentChildren } from 'preact';
import { useEffect, useErrorBoundary } from 'preact/hooks';
import { textsIn } from './language.ts';
import { route } from './route.ts';
import { texts } from './texts.ts';

export function Boundary({ children }: { readonly children: ComponentChildren }) {
  const [error, reset] = useErrorBoundary();
  const place = route.value;
  useEffect(reset, [place]);
  if (error === undefined) return children;
  return (
    <p class="problem" role="alert">
      {textsIn(texts).notUnderstood}
    </p>
  );
}
