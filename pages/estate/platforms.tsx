// The platforms, as they are chosen.
import { textsIn } from '../shell/language.ts';
import { texts } from './texts.ts';

/** To choose from. */
export const Platforms = () => (
  <>
    {Object.entries(textsIn(texts).words.platforms).map(([one, word]) => (
      <option key={one} value={one}>
        {word}
      </option>
    ))}
  </>
);
