// The heading of a view: it takes the focus when the view comes, so that keyboard and screen readers begin there.
import type { ComponentChildren } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';
import { isBlank, withoutTurns } from '../parts/turns.ts';
import { arriveAt } from './focus.ts';
import { hrefOf } from './hash.ts';
import { textsIn } from './language.ts';
import { route } from './route.ts';
import { texts } from './texts.ts';

interface Props {
  readonly title: string;
  /** In the tab, in place of what names a person or a phone: browsers keep titles in their history, and share it. */
  readonly tab?: string;
  readonly children?: ComponentChildren;
}

export function Heading({ title: given, tab, children }: Props) {
  const title = isBlank(given) ? textsIn(texts).noName : withoutTurns(given);
  // The same heading may go on in another place of the view.
  const place = hrefOf(route.value.view, route.value.path);
  const heading = useRef<HTMLHeadingElement>(null);
  useLayoutEffect(() => arriveAt(() => heading.current?.focus()), []);
  useLayoutEffect(() => {
    document.title = `${tab ?? title} – EMM Lens`;
  }, [tab, title, place]);
  return (
    <header class="heading">
      <h1 ref={heading} tabIndex={-1}>
        {title}
      </h1>
      {children}
    </header>
  );
}
