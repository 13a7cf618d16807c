// An address that leads nowhere, with a way on.
import { hrefOf } from '../shell/hash.ts';
import { Heading } from '../shell/heading.tsx';
import { textsIn } from '../shell/language.ts';
import { texts } from '../shell/texts.ts';
import type { ViewName } from '../shell/view-names.ts';

/** `to`: the view that it would be in. */
export function NoPlace({ to }: { readonly to: ViewName }) {
  const t = textsIn(texts);
  return (
    <>
      <Heading title={t.noView} />
      <p>
        <a href={hrefOf(to)}>{t.views[to]}</a>
      </p>
    </>
  );
}
