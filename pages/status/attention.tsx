// What needs attention: sources, mistakes of the configuration, and warnings.
import { now } from '../api/clock.ts';
import { Marked } from '../parts/marked.tsx';
import { textsIn } from '../shell/language.ts';
import type { SourceStatus, Sources } from './api.ts';
import { gravityOf, needsAttention, worstFirst } from './judge.ts';
import { Section } from './section.tsx';
import { SourceLink, stateIn } from './source-link.tsx';
import { texts } from './texts/attention.ts';
import { NotTold } from './told.tsx';
import { Warnings } from './warnings.tsx';

export function Attention({ sources: { items, problems, warned } }: { readonly sources: Sources }) {
  const t = textsIn(texts);
  const needing = worstFirst(items, now.value).filter((source) => needsAttention(source, now.value));
  const isNothing = [needing, problems, warned].every((lines) => !lines?.length);
  const isTold = problems !== undefined && warned !== undefined;
  return (
    <Section name="attention">
      {isNothing && <p>{isTold ? t.none : t.noneOfSources}</p>}
      <Needing sources={needing} />
      {problems && problems.length > 0 && (
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
      {warned && <Warnings warned={warned} sources={items} />}
      {!isTold && <NotTold what="warnings" />}
    </Section>
  );
}

/** The same sources that the summary counts. */
function Needing({ sources }: { readonly sources: readonly SourceStatus[] }) {
  if (sources.length === 0) return null;
  return (
    <>
      <h3>{textsIn(texts).sources}</h3>
      <ul class="lines">
        {sources.map((source) => (
          <li key={source.name} class={`told ${gravityOf(source, now.value)}`}>
            <SourceLink name={source.name} />: {stateIn(source).join(', ')}
          </li>
        ))}
      </ul>
    </>
  );
}
