// What a search found, and what it searched for.
import { textsIn } from '../shell/language.ts';
import { FoundDevices } from './found-devices.tsx';
import { FoundPeople } from './found-people.tsx';
import type { Searched } from './searched.ts';
import { texts } from './texts.ts';
import { isMistypedImei } from './understood.ts';

/** What was searched for, where that is not all that was typed. */
export function Asked({ of: { asked }, whole }: { readonly of: Searched; readonly whole: () => Promise<void> }) {
  const t = textsIn(texts).search;
  if (!asked.isPart) return null;
  return (
    <p class="told">
      {t.understood[asked.kind]} <strong>{asked.q}</strong>{' '}
      <button type="button" onClick={whole}>
        {t.whole}
      </button>
    </p>
  );
}

interface FoundAllProps {
  readonly found: Searched;
  readonly isSearching: boolean;
  readonly more: () => Promise<void>;
}

export function FoundAll({ found, isSearching, more }: FoundAllProps) {
  const t = textsIn(texts).search;
  const { users, devices, others, cut, nextCursor, asked } = found;
  if (users.length + devices.length === 0)
    return <p class="told">{asked.kind === 'imei' && isMistypedImei(asked.q) ? t.noImei : t.none[asked.kind]}</p>;
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
