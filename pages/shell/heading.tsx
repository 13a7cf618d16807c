// The heading of a view: it takes the focus when the view comes, so that keyboard and screen readers begin there.
import type { ComponentChildren } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';
import { withoutTurns } from '../parts/turns.ts';

interface Props {
  readonly title: string;
  /** In the tab, in place of what names a person or a phone: browsers keep titles in their history, and share it. */
  readonly tab?: string;
  readonly children?: ComponentChildren;
}

export function Heading({ title: given, tab, children }: Props) {
  const title = withoutTurns(given);
  const heading = useRef<HTMLHeadingElement>(null);
  useLayoutEffect(() => heading.current?.focus(), []);
  useLayoutEffect(() => {
    document.title = `${tab ?? title} – EMM Lens`;
  }, [tab, title]);
  return (
    <header class="heading">
      <h1 ref={heading} tabIndex={-1}>
        {title}
      </h1>
      {children}
    </header>
  );
}
