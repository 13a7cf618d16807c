// One box for any key: who and what was found, why, and whether there is more.
import { effect, signal } from '@preact/signals';
import { useRef, useState } from 'preact/hooks';
import { ask } from '../api/client.ts';
import { Problem } from '../api/problem.ts';
import { ProblemBox } from '../parts/problem.tsx';
import { announce } from '../shell/announce.tsx';
import { Heading } from '../shell/heading.tsx';
import { formats, textsIn } from '../shell/language.ts';
import { key } from '../shell/session.ts';
import type { DeviceRow, Found } from './api.ts';
import { FoundDevices } from './found-devices.tsx';
import { FoundPeople } from './found-people.tsx';
import { rowsOfFound } from './rows-of-hardware.ts';
import { texts } from './texts.ts';

interface Searched extends Found {
  readonly q: string;
  /** Other rows of the devices that were found. */
  readonly others: readonly DeviceRow[];
}

/** In memory, so that going back from what was found comes to it again; it goes with the key. */
const searched = signal<Searched | null>(null);
effect(() => {
  if (key.value === null) searched.value = null;
});

export function Search() {
  const t = textsIn(texts).search;
  const f = formats();
  const field = useRef<HTMLInputElement>(null);
  const [isSearching, setSearching] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const [isEmpty, setEmpty] = useState(false);
  const found = searched.value;

  async function search(q: string, before: Searched | null): Promise<void> {
    if (isSearching) return;
    setEmpty(q === '');
    setProblem(null);
    if (q === '') return field.current?.focus();
    setSearching(true);
    try {
      const next = await searchFor(q, before);
      searched.value = next;
      announce(t.found(f.number(next.users.length), f.number(next.devices.length)));
    } catch (error) {
      setProblem(error instanceof Problem ? error : new Problem('failed', 0));
    }
    setSearching(false);
  }

  return (
    <>
      <Heading title={t.title} />
      <search>
        <form
          class="search"
          onSubmit={(event) => {
            event.preventDefault();
            void search(field.current?.value.trim() ?? '', null);
          }}
        >
          <label for="q">{t.label}</label>
          <div class="with-button">
            <input
              id="q"
              ref={field}
              type="search"
              defaultValue={found?.q ?? ''}
              autocomplete="off"
              spellcheck={false}
              aria-describedby="q-help q-wrong"
              aria-invalid={isEmpty}
            />
            <button type="submit" class="primary" aria-disabled={isSearching}>
              {isSearching ? t.searching : t.go}
            </button>
          </div>
          <p id="q-wrong" role="alert" class={isEmpty ? 'wrong' : undefined}>
            {isEmpty && t.empty}
          </p>
          <p id="q-help" class="quiet">
            {t.help}
          </p>
        </form>
      </search>
      {problem && <ProblemBox problem={problem} />}
      {found && <FoundAll found={found} isSearching={isSearching} more={() => search(found.q, found)} />}
    </>
  );
}

interface FoundAllProps {
  readonly found: Searched;
  readonly isSearching: boolean;
  readonly more: () => Promise<void>;
}

function FoundAll({ found, isSearching, more }: FoundAllProps) {
  const t = textsIn(texts).search;
  const { users, devices, others, cut, nextCursor } = found;
  if (users.length + devices.length === 0) return <p class="told">{t.none}</p>;
  return (
    <>
      {users.length > 0 && <FoundPeople users={users} isCut={cut.users} />}
      {devices.length > 0 && <FoundDevices devices={devices} others={others} isCut={cut.devices} />}
      {users.length === 0 && <p class="quiet">{t.noPeople}</p>}
      {devices.length === 0 && <p class="quiet">{t.noDevices}</p>}
      {nextCursor !== null && (
        <p class="more">
          <button type="button" aria-disabled={isSearching} onClick={more}>
            {t.more}
          </button>
        </p>
      )}
    </>
  );
}

/** With the further rows of the devices, by one more call; `before` goes on behind what was found. */
async function searchFor(q: string, before: Searched | null): Promise<Searched> {
  const cursor = before?.nextCursor ?? undefined;
  const found = await ask<Found>('search', { method: 'POST', body: { q, ...(cursor && { cursor }) } });
  const others = await rowsOfFound(found.devices);
  const named = new Map(others.map((row) => [row.id, row]));
  return {
    ...{ ...found, q },
    users: [...(before?.users ?? []), ...found.users],
    devices: [...(before?.devices ?? []), ...found.devices.map((device) => ({ ...named.get(device.id), ...device }))],
    others: [...(before?.others ?? []), ...others],
  };
}
