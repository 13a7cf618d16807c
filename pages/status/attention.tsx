// Mistakes of the configuration, and warnings.
import { Marked } from '../parts/marked.tsx';
import { textsIn } from '../shell/language.ts';
import type { Sources } from './api.ts';
import { Section } from './section.tsx';
import { texts } from './texts/attention.ts';
import { Warnings } from './warnings.tsx';

export function Attention({ sources: { problems, warned } }: { readonly sources: Sources }) {
  const t = textsIn(texts);
  return (
    <Section name="attention">
      {problems.length + warned.length === 0 && <p>{t.none}</p>}
      {problems.length > 0 && (
        <>
          <h3>{t.problems}</h3>
          <ul class="lines">
            {problems.map((line) => (
              <li key={line} class="told bad">
                <Marked text={line} />
              </li>
            ))}
          </ul>
        </>
      )}
      <Warnings warned={warned} />
    </Section>
  );
}
