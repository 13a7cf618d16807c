// The heading of a view: it takes the focus when the view comes, so that keyboard and screen readers begin there.
import type { ComponentChildren } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';
import { withoutTurns } from '../parts/turns.ts';

export function Heading({ title: given, children }: { readonly title: string; readonly children?: ComponentChildren }) {
  const title = withoutTurns(given);
  const heading = useRef<HTMLHeadingElement>(null);
  useLayoutEffect(() => heading.current?.focus(), []);
  useLayoutEffect(() => {
    document.title = `${title} – EMM Lens`;
  }, [title]);
  return (
    <header class="heading">
      <h1 ref={heading} tabIndex={-1}>
        {title}
      </h1>
      {children}
    </header>
  );
}
