// The list of what synchronises mailboxes.
import { keptLists } from '../../api/use-list.ts';
import { textsIn } from '../../shell/language.ts';
import { route } from '../../shell/route.ts';
import { Choice, GoneToo, OddFilters } from '../choice.tsx';
import { mayBeCollected } from '../collecting.ts';
import { FilteredList } from '../filtered-list.tsx';
import { SORT } from '../filters.ts';
import { texts } from '../texts.ts';
import { MAIL_DEVICE_QUERY, mailDevicesBy } from './filters.ts';
import { MailDeviceTable } from './mail-device-table.tsx';
import { SourceChoice } from './mailbox-list.tsx';
import { MAIL_DEVICE_FIELDS, type MailDevice } from './rows.ts';

const kept = keptLists<MailDevice>();

export function MailDeviceList() {
  const t = textsIn(texts);
  const { filter, mailDeviceSorts, mailDevices, countMailDevices, goneMailDevices, noMailDevice } = t.mail;
  return (
    <FilteredList<MailDevice>
      title={mailDevices}
      count={countMailDevices}
      path="mail-devices"
      query={{ ...mailDevicesBy(route.value.query), fields: MAIL_DEVICE_FIELDS.join(',') }}
      kept={kept}
      filters={
        <>
          <Choice name="access" label={filter.access} words={t.mail.accessStates} />
          <Choice name="unmanaged" label={filter.unmanaged} words={t.mail.managed} />
          <Choice name="unseen" label={filter.unseen} words={t.list.ages} />
          <SourceChoice dataset="mail_device" />
          <Choice name={SORT} label={t.list.sort} words={mailDeviceSorts} none={t.list.unsorted} />
          <GoneToo>{goneMailDevices}</GoneToo>
          <OddFilters known={MAIL_DEVICE_QUERY} />
        </>
      }
    >
      {({ rows, more, total }) => (
        <MailDeviceTable
          caption={mailDevices}
          rows={rows}
          more={more}
          total={total}
          empty={mayBeCollected('mail_device') ? noMailDevice : t.events.noSource}
        />
      )}
    </FilteredList>
  );
}
