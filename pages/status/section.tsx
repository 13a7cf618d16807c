// A section of the status, under a heading that can be jumped to.
import type { ComponentChildren } from 'preact';
import { Boundary } from '../shell/boundary.tsx';
import { textsIn } from '../shell/language.ts';
import { texts } from './texts/sections.ts';

export type SectionName = keyof typeof texts.en;

interface SectionProps {
  readonly name: SectionName;
  readonly children: ComponentChildren;
}

export const Section = ({ name, children }: SectionProps) => (
  <section aria-labelledby={`section-${name}`}>
    <h2 id={`section-${name}`} tabIndex={-1}>
      {titleOf(name)}
    </h2>
    {children}
  </section>
);

/** One that asks for itself: what it cannot show takes the others not away. */
export const Asking = ({ name, children }: SectionProps) => <Boundary title={titleOf(name)}>{children}</Boundary>;

export const titleOf = (name: SectionName): string => textsIn(texts)[name];

/** The hash is the route: a link to an id would leave it. */
export function jumpTo(name: SectionName): void {
  const heading = document.getElementById(`section-${name}`);
  heading?.scrollIntoView();
  heading?.focus();
}

/** After something that took the focus away with what it was on: the part that it was in, or the top of a page without it. */
export const focusOn = (name: SectionName): void =>
  (document.getElementById(`section-${name}`) ?? document.querySelector('h1'))?.focus();
