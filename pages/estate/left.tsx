// In place of a device or a person that left: when, and where to go on.
import type { Left as LeftOf } from '../../lib/http/problem.ts';
import type { Answered } from '../api/use-answer.ts';
import { Allowed } from '../parts/allowed.tsx';
import { AnswerState } from '../parts/problem.tsx';
import { hrefOf } from '../shell/hash.ts';
import { formats, textsIn } from '../shell/language.ts';
import { texts } from './texts.ts';

type What = 'device' | 'person';

/** As `AnswerState`, of one device or person. */
export function StateOf({ what, answered }: { readonly what: What; readonly answered: Answered<unknown> }) {
  const left = answered.problem?.left;
  return left ? <Left what={what} left={left} /> : <AnswerState answered={answered} />;
}

function Left({ what, left: { at, how, id } }: { readonly what: What; readonly left: LeftOf }) {
  const t = textsIn(texts).left;
  const isMerged = how === 'merged' && id !== undefined;
  const [needs, place, told] = isMerged
    ? (['showUser', hrefOf('estate', ['people', id]), t.toPerson] as const)
    : what === 'device'
      ? (['searchByBody', hrefOf('estate'), t.toSearch] as const)
      : (['user-export', hrefOf('privacy', ['person']), t.toExport] as const);
  return (
    <div role="alert" class="told warn">
      <p>{(isMerged ? t.merged : t[what])(formats().instant(at))}</p>
      <Allowed needs={needs}>
        <p>
          <a href={place}>{told}</a>
        </p>
      </Allowed>
    </div>
  );
}
