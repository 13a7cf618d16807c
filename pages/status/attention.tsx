// Mistakes of the configuration, and warnings: each leads to the source that it names.
import { Marked } from '../parts/marked.tsx';
import { textsIn } from '../shell/language.ts';
import type { Sources } from './api.ts';
import { sourceIn } from './judge.ts';
import { Section } from './section.tsx';
import { SourceLink } from './source-link.tsx';
import { texts } from './texts/attention.ts';

export function Attention({ sources: { problems, warnings, items } }: { readonly sources: Sources }) {
  const t = textsIn(texts);
  const names = items.map(({ name }) => name);
  return (
    <Section name="attention">
      {problems.length + warnings.length === 0 && <p>{t.none}</p>}
      <Lines title={t.problems} lines={problems} names={names} kind="bad" />
      <Lines title={t.warnings} lines={warnings} names={names} kind="warn" />
    </Section>
  );
}

interface LinesProps {
  readonly title: string;
  readonly lines: readonly string[];
  readonly names: readonly string[];
  readonly kind: 'bad' | 'warn';
}

function Lines({ title, lines, names, kind }: LinesProps) {
  if (lines.length === 0) return null;
  return (
    <>
      <h3>{title}</h3>
      <ul class="lines">
        {lines.map((line) => {
          const source = sourceIn(line, names);
          return (
            <li key={line} class={`told ${kind}`}>
              <Marked text={line} /> {source !== null && <SourceLink name={source} />}
            </li>
          );
        })}
      </ul>
    </>
  );
}
