// One device: how it is, and why; which systems have it; its apps, positions, and what happened on it.
import { useAnswer } from '../api/use-answer.ts';
import { CopyLink } from '../parts/copy-link.tsx';
import { Facts } from '../parts/facts.tsx';
import { AsOf } from '../parts/problem.tsx';
import { When } from '../parts/when.tsx';
import { Boundary } from '../shell/boundary.tsx';
import { Heading } from '../shell/heading.tsx';
import { formats, textsIn } from '../shell/language.ts';
import { may } from '../shell/rights.ts';
import type { DeviceDetail } from './api.ts';
import { AppsOnDevice } from './apps-on-device.tsx';
import { collected } from './collecting.ts';
import { DeviceSystems } from './device-systems.tsx';
import { Events } from './events.tsx';
import { StateOf } from './left.tsx';
import { MailDevicesOf } from './mail/of-owner.tsx';
import { Positions } from './positions.tsx';
import { texts } from './texts.ts';
import { DEVICE_FIELDS, FurtherValues, toldValue, Values } from './values.tsx';
import { ComplianceState, modelOf, nameless, PersonName, platformOf, wordIn } from './words.tsx';

const OF_DEVICES = [
  ...['changes', 'violations', 'rule-hits', 'roaming', 'data-usage', 'activities', 'app-access', 'calls', 'messages'],
  'mail-requests',
] as const;

export function DevicePage({ id }: { readonly id: string }) {
  const t = textsIn(texts);
  const path = `devices/${encodeURIComponent(id)}`;
  const answered = useAnswer<DeviceDetail>(path);
  const { data } = answered;
  const synchronises = collected()?.has('mail_device') && may('listDeviceMailDevices');
  return (
    <>
      {data && (
        <Heading title={data.deviceName ?? nameless(data)} tab={t.device.kind}>
          <AsOf answered={answered} />
          <CopyLink />
        </Heading>
      )}
      {!data && answered.problem && <Heading title={t.device.kind} />}
      <StateOf what="device" answered={answered} />
      {data && (
        <>
          <Overview device={data} />
          <Boundary title={t.device.systems}>
            <DeviceSystems device={data} links={[...data.links]} />
          </Boundary>
          <section aria-labelledby="facts">
            <h2 id="facts">{t.device.facts}</h2>
            <Values of={data} fields={DEVICE_FIELDS} />
            <FurtherValues of={data.attributes} source={data.source} />
          </section>
          {synchronises && (
            <Boundary title={t.mail.ofDevice.mailDevices}>
              <MailDevicesOf path={path} owner="device" />
            </Boundary>
          )}
          <Boundary title={t.positions.title}>
            <Positions path={path} />
          </Boundary>
          <Boundary title={t.events.title}>
            <Events path={path} kinds={OF_DEVICES} needs="listDeviceChanges" />
          </Boundary>
          <Boundary title={t.device.apps}>
            <AppsOnDevice path={path} count={data.appCount} />
          </Boundary>
        </>
      )}
    </>
  );
}

function Overview({ device }: { readonly device: DeviceDetail }) {
  const t = textsIn(texts);
  const { user, complianceReasons: reasons, compliance, absentSince, lastSeenAt } = device;
  return (
    <>
      {absentSince !== null && (
        <p class="told warn">
          {t.words.gone} {formats().instant(absentSince)}
        </p>
      )}
      <Facts
        facts={[
          [t.device.user, user ? <PersonName id={user.id} name={user.displayName} /> : t.words.nobody],
          [t.list.columns.what, platformOf(device)],
          [t.list.columns.model, modelOf(device)],
          [t.list.columns.ownership, wordIn(t.words.ownerships, device.ownership)],
          [t.list.columns.compliance, <ComplianceState key="state" value={compliance} />],
          [t.device.reasons, compliance === 'noncompliant' ? <Reasons reasons={reasons} /> : null],
          [t.list.columns.seen, lastSeenAt && <When at={lastSeenAt} />],
        ]}
      />
    </>
  );
}

function Reasons({ reasons }: { readonly reasons: readonly unknown[] | null }) {
  const t = textsIn(texts).device;
  if (reasons === null || reasons.length === 0) return <span class="quiet">{t.noReasons}</span>;
  return (
    <ul class="lines-of">
      {reasons.map((reason) => (
        <li key={JSON.stringify(reason)}>{toldValue('', reason)}</li>
      ))}
    </ul>
  );
}
