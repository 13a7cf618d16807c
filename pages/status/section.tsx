// A section of the status, under a heading that can be jumped to.
import type { ComponentChildren } from 'preact';

export type SectionName =
  | 'attention'
  | 'holds'
  | 'decisions'
  | 'sources'
  | 'certificates'
  | 'logs'
  | 'collectors'
  | 'retention'
  | 'database'
  | 'licence';

interface SectionProps {
  readonly name: SectionName;
  readonly title: string;
  readonly children: ComponentChildren;
}

export const Section = ({ name, title, children }: SectionProps) => (
  <section aria-labelledby={`section-${name}`}>
    <h2 id={`section-${name}`} tabIndex={-1}>
      {title}
    </h2>
    {children}
  </section>
);

/** The hash is the route: a link to an id would leave it. */
export function jumpTo(name: SectionName): void {
  const heading = document.getElementById(`section-${name}`);
  heading?.scrollIntoView();
  heading?.focus();
}
