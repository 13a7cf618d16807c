// Everything that is held about one person (GDPR Art. 15), to read and to save. Names go into a body, never into an address.
import { useEffect, useId, useRef, useState } from 'preact/hooks';
import { ask } from '../api/client.ts';
import { Problem } from '../api/problem.ts';
import { Name } from '../parts/name.tsx';
import { ProblemBox } from '../parts/problem.tsx';
import { PurposeField } from '../parts/purpose.tsx';
import { type Column, Table } from '../parts/table.tsx';
import { When } from '../parts/when.tsx';
import { announce } from '../shell/announce.tsx';
import { leave } from '../shell/focus.ts';
import { hrefOf } from '../shell/hash.ts';
import { textsIn } from '../shell/language.ts';
import { may } from '../shell/rights.ts';
import { texts as shell } from '../shell/texts.ts';
import type { Export, FoundPersons } from './api.ts';
import { ExportOf } from './export-of.tsx';
import { eachOnce, type FoundOnce } from './found.ts';
import { texts } from './texts.ts';

export function PersonExport() {
  const t = textsIn(texts).person;
  const id = useId();
  const field = useRef<HTMLInputElement>(null);
  const asking = useRef<AbortController | null>(null);
  const [purpose, setPurpose] = useState('');
  const [found, setFound] = useState<{ readonly persons: readonly FoundOnce[]; readonly isCut: boolean } | null>(null);
  const [shown, setShown] = useState<{ readonly id: string; readonly document: Export } | null>(null);
  const [isWorking, setWorking] = useState(false);
  const [wrong, setWrong] = useState<Problem | 'purpose' | 'name' | null>(null);

  async function work(task: (signal: AbortSignal) => Promise<void>): Promise<void> {
    if (isWorking) return;
    setWrong(purpose === '' ? 'purpose' : null);
    if (purpose === '') return;
    setWorking(true);
    asking.current = new AbortController();
    const { signal } = asking.current;
    await task(signal).catch((error: unknown) => {
      if (!signal.aborted) setWrong(error instanceof Problem ? error : new Problem('failed', 0));
    });
    setWorking(false);
  }
  // How many were found is said of this place alone.
  useEffect(() => () => asking.current?.abort(), []);
  /** What was found for one name is nothing of another. */
  function clear(): void {
    asking.current?.abort();
    setFound(null);
    setShown(null);
  }
  function find(event: Event): Promise<void> {
    event.preventDefault();
    return work(async (signal) => {
      const name = field.current?.value.trim() ?? '';
      setFound(null);
      setShown(null);
      if (name === '') return setWrong('name');
      const asked = { method: 'POST', body: { name }, purpose, signal } as const;
      const { items, cut } = await ask<FoundPersons>('privacy/find-person', asked);
      const persons = eachOnce(items);
      setFound({ persons, isCut: cut });
      announce(cut ? t.cut : t.found(persons.length));
    });
  }
  const show = (person: string) =>
    work(async (signal) => {
      setShown(null);
      leave();
      setShown({ id: person, document: await ask<Export>(`users/${person}/export`, { purpose, signal }) });
    });

  return (
    <>
      <p>{t.about}</p>
      <form onSubmit={find}>
        <PurposeField chosen={purpose} onChoose={setPurpose} />
        <label for={id}>{t.name}</label>
        <input
          id={id}
          ref={field}
          class="long"
          autocomplete="off"
          spellcheck={false}
          aria-describedby={`${id}-help`}
          onInput={clear}
        />
        <p id={`${id}-help`} class="quiet">
          {t.help}
        </p>
        <button type="submit" class="primary" aria-disabled={isWorking}>
          {isWorking ? t.working : t.find}
        </button>
      </form>
      <p role="alert" class={typeof wrong === 'string' ? 'wrong' : undefined}>
        {wrong === 'purpose' && textsIn(shell).purpose.missing}
        {wrong === 'name' && t.empty}
      </p>
      {wrong instanceof Problem && <ProblemBox problem={wrong} />}
      {found?.isCut && <p class="told warn">{t.cut}</p>}
      {found && <Found found={found.persons} onShow={show} />}
      {shown && <ExportOf key={shown.id} id={shown.id} document={shown.document} />}
    </>
  );
}

interface FoundProps {
  readonly found: readonly FoundOnce[];
  readonly onShow: (id: string) => void;
}

function Found({ found, onShow }: FoundProps) {
  const t = textsIn(texts).person;
  const columns: readonly Column<FoundOnce>[] = [
    {
      id: 'show',
      label: t.person,
      cell: ({ id, displayName }) => (
        <button type="button" onClick={() => onShow(id)}>
          {t.show} <Name text={displayName ?? t.title(id)} />
          {displayName !== null && <span class="said"> ({t.title(id)})</span>}
        </button>
      ),
    },
    {
      id: 'kind',
      label: t.foundBy,
      cell: ({ names }) => names.map((name) => <Matched key={name.kind} name={name} />),
    },
    { id: 'present', label: t.state, cell: ({ present }) => (present ? t.present : t.left) },
  ];
  return (
    <>
      <Table caption={t.caption} columns={columns} rows={found} keyOf={({ id }) => id} empty={t.nobody} />
      {found.length === 0 && (
        <p>{may('searchByBody') ? <a href={hrefOf('estate', ['search'])}>{t.searchEstate}</a> : t.askToSearch}</p>
      )}
    </>
  );
}

/** The kind of a name, and when the person had it. */
function Matched({ name: { kind, validFrom, validTo } }: { readonly name: FoundOnce['names'][number] }) {
  const t = textsIn(texts).person;
  return (
    <div>
      {t.kinds[kind]}
      {validFrom !== null && (
        <span class="quiet">
          {' '}
          {t.from} <When at={validFrom} />, {t.to} {validTo === null ? t.now : <When at={validTo} />}
        </span>
      )}
    </div>
  );
}
