// That no source collects something, and where it stands what they do: for whom that view is.
import { hrefOf } from '../shell/hash.ts';
import { textsIn } from '../shell/language.ts';
import { viewsOfKey } from '../shell/view-names.ts';
import { texts } from './texts.ts';

export function NoSource() {
  const t = textsIn(texts).events;
  return (
    <>
      {t.noSource} {viewsOfKey().includes('privacy') && <a href={hrefOf('privacy')}>{t.toCollected}</a>}
    </>
  );
}
