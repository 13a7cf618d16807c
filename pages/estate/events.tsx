// What happened on a device, or around a person: of one kind at a time, for a purpose, when the button is pressed.
import { useId, useState } from 'preact/hooks';
import { textsIn } from '../shell/language.ts';
import type { Operation } from '../shell/operations.ts';
import { collected } from './collecting.ts';
import { isCollected } from './event-fields.ts';
import { EventTable, type Wanted } from './event-table.tsx';
import { NoSource } from './no-source.tsx';
import { PurposeForm } from './purpose.tsx';
import type { EventKind } from './texts/events.ts';
import { texts } from './texts.ts';

interface EventsProps {
  /** Of the device, or the person. */
  readonly path: string;
  readonly kinds: readonly EventKind[];
  /** The operation of the API that reads the first of them: who may read one may read all. */
  readonly needs: Operation;
}

export function Events({ path, kinds, needs }: EventsProps) {
  const t = textsIn(texts).events;
  const id = useId();
  const known = collected();
  const [first = 'changes'] = kinds;
  const [kind, setKind] = useState<EventKind>(first);
  /** Pressed again it is asked anew: something may have happened. */
  const [presses, setPresses] = useState(0);
  const [wanted, setWanted] = useState<Wanted | null>(null);
  function show(purpose: string): void {
    setPresses(presses + 1);
    setWanted({ kind, purpose });
  }
  const select = (
    <div>
      <label for={id}>{t.kind}</label>
      <select
        id={id}
        value={kind}
        onChange={(event) => {
          setKind(kinds.find((one) => one === event.currentTarget.value) ?? first);
          setWanted(null);
        }}
      >
        {kinds.map((one) => (
          <option key={one} value={one}>
            {isCollected(one, known) ? t.kinds[one] : `${t.kinds[one]} (${t.notCollected})`}
          </option>
        ))}
      </select>
    </div>
  );
  return (
    <section aria-labelledby="events">
      <h2 id="events">{t.title}</h2>
      <PurposeForm needs={needs} action={t.show} before={select} onAsk={show} />
      {!isCollected(kind, known) && (
        <p class="told">
          <NoSource />
        </p>
      )}
      {wanted && <EventTable key={presses} path={path} wanted={wanted} />}
    </section>
  );
}
