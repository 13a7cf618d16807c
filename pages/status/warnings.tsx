// Warnings, in words of the page by their kind, each with a way to where the answer stands.
import type { WarningKindName } from '../../lib/warning-kinds.ts';
import { datasetIn } from '../parts/datasets.ts';
import { Marked } from '../parts/marked.tsx';
import { own } from '../parts/own.ts';
import { When } from '../parts/when.tsx';
import { language, textsIn } from '../shell/language.ts';
import type { SourceStatus, WarningTold } from './api.ts';
import { Ends } from './expiring.tsx';
import { jumpTo, type SectionName, titleOf } from './section.tsx';
import { SourceLink } from './source-link.tsx';
import { texts } from './texts/attention.ts';
import { texts as certificates } from './texts/certificates.ts';
import { type StateText, texts as states } from './texts/states.ts';
import { texts as words } from './texts/warnings.ts';

/** Where a reader goes on: to the page of its source, to a part of the overview, or to the warning's own text alone. */
const ANSWERS: Readonly<Record<WarningKindName, 'source' | 'text' | SectionName>> = {
  'database-unwritten': 'text',
  'clock-jumped': 'text',
  'schema-ahead': 'collectors',
  'setting-ignored': 'text',
  'rules-unusable': 'text',
  'key-changed': 'text',
  'role-keys': 'text',
  'key-file-open': 'text',
  'plain-http': 'text',
  'hold-opened': 'holds',
  'nobody-found': 'source',
  'place-given-up': 'source',
  'polls-lost': 'source',
  'rows-unanswered': 'source',
  'log-trouble': 'source',
  'never-pushed': 'source',
  'sign-in-refused': 'source',
  'source-unconfigured': 'source',
  'source-stale': 'source',
  expiring: 'certificates',
  'retention-behind': 'retention',
  'collector-lost': 'collectors',
  'telemetry-lost': 'text',
  'update-out': 'licence',
  'licence-ended': 'licence',
  'licence-exceeded': 'licence',
  'database-posture': 'database',
  'notification-failed': 'text',
};

interface WarningsProps {
  readonly warned: readonly WarningTold[];
  readonly sources: readonly SourceStatus[];
}

export function Warnings({ warned, sources }: WarningsProps) {
  if (warned.length === 0) return null;
  return (
    <>
      <h3>{textsIn(texts).warnings}</h3>
      <ul class="lines">
        {warned.map((warning) => (
          <li key={`${warning.kind} ${warning.source} ${warning.text}`} class="told warn">
            <Told warning={warning} sources={sources} />
          </li>
        ))}
      </ul>
    </>
  );
}

function Told({ warning, sources }: Pick<WarningsProps, 'sources'> & { readonly warning: WarningTold }) {
  const t = textsIn(texts);
  const { kind, source, about, since, text } = warning;
  const { title, hint } = textsIn(words)[kind];
  const answer = ANSWERS[kind];
  const ending = kind === 'expiring' ? endingOf(sources, source, about) : undefined;
  return (
    <>
      <strong>{title}</strong>
      {source !== null && (
        <>
          : <SourceLink name={source} />
        </>
      )}
      {about !== null && `, ${aboutIn(about)}`}
      {since !== null && (
        <>
          , {t.since} <When at={since} />
        </>
      )}
      {ending && (
        <>
          : <Ends of={ending} />
        </>
      )}
      .{' '}
      {answer === 'text' ? (
        <>
          {/* What the API says is English, and says it all. */}
          {language.value !== 'en' && `${hint} `}
          <Marked text={text} />
        </>
      ) : (
        (meansOf(warning) ?? hint)
      )}{' '}
      {answer !== 'text' && answer !== 'source' && (
        <button type="button" class="link" onClick={() => jumpTo(answer)}>
          {titleOf(answer)}
        </button>
      )}
    </>
  );
}

/** What a warning of an end is about, with the days that are left. */
const endingOf = (sources: readonly SourceStatus[], source: string | null, about: string | null) =>
  sources.find(({ name }) => name === source)?.expiring.find(({ component }) => component === about);

/** A trouble of files has words of its own; that of times stays with those of its kind. */
function meansOf({ kind, about }: WarningTold): string | null {
  const troubles: Readonly<Record<string, StateText>> = textsIn(states);
  return kind === 'log-trouble' && about !== null ? (troubles[about]?.means ?? null) : null;
}

/** A dataset, before the kind of a hold; a component, a trouble of files, a channel, a version, a collector. */
function aboutIn(about: string): string {
  const [name = about] = about.split('/');
  const components: Readonly<Record<string, string>> = textsIn(certificates).kinds;
  const troubles: Readonly<Record<string, StateText>> = textsIn(states);
  return own(components, name) ?? own(troubles, name)?.name ?? datasetIn(language.value, name);
}
