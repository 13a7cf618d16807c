// Asks for the key, and tries it: the API says of a wrong one nothing but 401.
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { ROLES } from '../../lib/roles.ts';
import { ask } from '../api/client.ts';
import { Problem } from '../api/problem.ts';
import { Heading } from './heading.tsx';
import { type OddLetter, oddLetterIn } from './key-letters.ts';
import { textsIn } from './language.ts';
import { allow } from './rights.ts';
import { forgotten, remember } from './session.ts';
import { texts } from './texts.ts';

/** Why a key does not open the page. */
type Wrong = 'empty' | 'refused' | 'connection' | 'foreign' | 'right' | 'role' | OddLetter;

function told(wrong: Wrong, { key, noRole, problem }: typeof texts.en): string {
  if (typeof wrong === 'object') return key.odd(key.letters[wrong.what], wrong.place);
  if (wrong === 'role') return noRole.atAll(Object.keys(ROLES).join(', '));
  return wrong === 'empty' || wrong === 'refused' ? key[wrong] : problem.causes[wrong];
}

export function KeyForm() {
  const t = textsIn(texts);
  const [trying, setTrying] = useState(false);
  const [wrong, setWrong] = useState<Wrong | null>(null);
  const field = useRef<HTMLInputElement>(null);
  const stays = useRef<HTMLInputElement>(null);

  // Behind the heading's: here it is the field that is wanted.
  useLayoutEffect(() => field.current?.focus(), []);

  async function open(event: Event): Promise<void> {
    event.preventDefault();
    const entered = field.current?.value.trim() ?? '';
    if (trying) return;
    setTrying(true);
    const refused = entered === '' ? 'empty' : (oddLetterIn(entered) ?? (await refusalOf(entered)));
    setTrying(false);
    if (refused === 'left') return;
    if (refused === null) return remember(entered, stays.current?.checked ?? false);
    setWrong(refused);
    field.current?.focus();
  }

  const why = wrong === null ? forgotten.value && t.key[forgotten.value] : told(wrong, t);
  return (
    <div class="key-form">
      <Heading title={t.key.title} />
      <Health />
      <form onSubmit={open}>
        <label for="key">{t.key.label}</label>
        <input
          id="key"
          ref={field}
          type="password"
          class="wide"
          autocomplete="off"
          spellcheck={false}
          aria-describedby="key-help key-wrong"
          aria-invalid={wrong !== null}
        />
        <p id="key-wrong" role="alert" class={why ? 'wrong' : undefined}>
          {why}
        </p>
        <p id="key-help">{t.key.help}</p>
        <label class="check">
          <input type="checkbox" ref={stays} />
          {t.key.stay}
        </label>
        <button type="submit" class="primary" aria-disabled={trying}>
          {trying ? t.key.trying : t.key.open}
        </button>
      </form>
    </div>
  );
}

/** Null where the key is good: what else is wrong, the view says. */
async function refusalOf(entered: string): Promise<Wrong | 'left' | null> {
  try {
    const { operations } = await ask<{ readonly operations: readonly string[] }>('roles', { key: entered });
    allow(operations);
    return null;
  } catch (error) {
    allow(null);
    if (!(error instanceof Problem)) return 'left';
    const { reason, code } = error;
    if (reason === 'key') return 'refused';
    // Of the roles of a key, whoever has one is told.
    if (reason === 'right' && code === 'no-role') return 'role';
    return reason === 'connection' || reason === 'foreign' || reason === 'right' ? reason : null;
  }
}

type Told = 'ready' | 'away' | 'foreign' | { readonly code: string };

/** Whether the collector is ready: it says so to everybody. */
function Health() {
  const t = textsIn(texts);
  const [state, setState] = useState<Told | null>(null);
  useEffect(() => {
    readHealth().then(setState);
  }, []);
  if (state === null) return null;
  if (state === 'ready') return <p class="told ok">{t.health.ready}</p>;
  if (state === 'foreign') return <p class="told bad">{t.problem.causes.foreign}</p>;
  return <p class="told bad">{state === 'away' ? t.health.away : t.health.failed(state.code)}</p>;
}

/** A proxy may answer 200 with a page of its own, or lead to one: that is no word of the collector. */
async function readHealth(): Promise<Told> {
  const options = { credentials: 'omit', cache: 'no-store', redirect: 'manual' } as const;
  const response = await fetch(new URL('../health', document.baseURI), options).catch(() => null);
  if (response === null) return 'away';
  const said: { readonly status?: string; readonly code?: string } | null = await response.json().catch(() => null);
  if (response.ok && said?.status === 'ready') return 'ready';
  return said?.status === 'failed' && said.code !== undefined ? { code: said.code } : 'foreign';
}
