// What the key has no role for is not offered: in its place stands which role may, and who gives it.
import type { ComponentChildren } from 'preact';
import { Heading } from '../shell/heading.tsx';
import { textsIn } from '../shell/language.ts';
import { OPERATIONS, type Operation } from '../shell/operations.ts';
import { may } from '../shell/rights.ts';
import { texts } from '../shell/texts.ts';

interface AllowedProps {
  /** The operation of the API without which there is nothing to see. */
  readonly needs: Operation;
  /** Stands above what is said, where `children` bring the heading of the page. */
  readonly title?: string;
  readonly children: ComponentChildren;
}

export function Allowed({ needs, title, children }: AllowedProps) {
  if (may(needs)) return <>{children}</>;
  return (
    <>
      {title !== undefined && <Heading title={title} />}
      <NoRole needs={needs} />
    </>
  );
}

function NoRole({ needs }: Pick<AllowedProps, 'needs'>) {
  return <p class="told">{textsIn(texts).noRole.ofThis(rolesFor(needs))}</p>;
}

/** The roles that may, in words. */
export const rolesFor = (needs: Operation): string => OPERATIONS[needs].join(textsIn(texts).noRole.or);
