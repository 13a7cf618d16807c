// What a search found, and what it searched for.
import { Name } from '../parts/name.tsx';
import { hrefOf } from '../shell/hash.ts';
import { textsIn } from '../shell/language.ts';
import { may } from '../shell/rights.ts';
import { FoundDevices } from './found-devices.tsx';
import { FoundMailboxes } from './found-mailboxes.tsx';
import { FoundPeople } from './found-people.tsx';
import { ofNobodyFound } from './of-nobody.ts';
import type { Searched } from './searched.ts';
import { texts } from './texts.ts';
import { isMistypedImei, type Understood } from './understood.ts';

interface AskedProps {
  readonly asked: Understood;
  /** Searches for all that was typed. */
  readonly whole: () => Promise<void>;
}

/** What was searched for: something else may stand in the box by now. */
export function Asked({ asked: { q, kind, isPart }, whole }: AskedProps) {
  const t = textsIn(texts).search;
  return (
    <p class={isPart ? 'told' : undefined}>
      {isPart ? t.understood[kind] : t.asked}{' '}
      <strong>
        <Name text={q} />
      </strong>
      {isPart && (
        <>
          {' '}
          <button type="button" onClick={whole}>
            {t.whole}
          </button>
        </>
      )}
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
  const mailboxes = ofNobodyFound(found);
  if (users.length + devices.length + mailboxes.length === 0)
    return (
      <p class="told">
        {asked.kind === 'imei' && isMistypedImei(asked.q) ? t.noImei : t.none[asked.kind]}{' '}
        {['mail', 'text'].includes(asked.kind) && may('find-person') && (
          <a href={hrefOf('privacy', ['person'])}>{t.toLeavers}</a>
        )}
      </p>
    );
  return (
    <>
      {users.length > 0 && <FoundPeople users={users} isCut={cut.users} />}
      {devices.length > 0 && (
        <FoundDevices devices={devices} others={others} isCut={cut.devices} areOfPeople={users.length > 0} />
      )}
      {mailboxes.length > 0 && <FoundMailboxes mailboxes={mailboxes} isCut={found.areMailboxesCut} />}
      {users.length === 0 && <p class="quiet">{t.noPeople}</p>}
      {devices.length === 0 && <p class="quiet">{users.length > 0 ? t.noDevicesThemselves : t.noDevices}</p>}
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
