// In place of a device or a person that left: when, and where to go on.
import type { Left as LeftOf } from '../../lib/http/problem.ts';
import type { Answered } from '../api/use-answer.ts';
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
  const place = isMerged ? hrefOf('estate', ['people', id]) : what === 'device' ? hrefOf('estate') : EXPORT;
  return (
    <div role="alert" class="told warn">
      <p>{(isMerged ? t.merged : t[what])(formats().instant(at))}</p>
      <p>
        <a href={place}>{isMerged ? t.toPerson : what === 'device' ? t.toSearch : t.toExport}</a>
      </p>
    </div>
  );
}

const EXPORT = hrefOf('privacy', ['person']);
