// The list of devices: filters in the hash, how many there are, 100 more, and all of it as CSV.
import { useEffect, useLayoutEffect, useState } from 'preact/hooks';
import { keptLists, type Page, useList } from '../api/use-list.ts';
import { AnswerState, AsOf, ProblemBox } from '../parts/problem.tsx';
import { SaveCsv } from '../parts/save-csv.tsx';
import { Heading } from '../shell/heading.tsx';
import { keptOfEntries } from '../shell/kept.ts';
import { formats, textsIn } from '../shell/language.ts';
import { route, setFilter } from '../shell/route.ts';
import { type DeviceRow, NAMED_FIELDS } from './api.ts';
import { appNamed } from './app-names.ts';
import { DeviceFilters } from './device-filters.tsx';
import { DeviceTable } from './device-table.tsx';
import { devicesBy, filterQuery, mistakeIn, UNKNOWN, unknownIn, wantsPurpose } from './filters.ts';
import { PurposeForm } from './purpose.tsx';
import { useOtherRows } from './rows-of-hardware.ts';
import { texts } from './texts.ts';
import { typedApp } from './typed.ts';

/** Of the file: what an inventory wants, with the names of users. */
const CSV_FIELDS = [...NAMED_FIELDS, 'serialNumber', 'imei', 'user.mail'];

/** By what the hash says. */
export function DeviceList() {
  const { query } = route.value;
  const [isVersion, setVersion] = useState(true);
  const app = typedApp.value;
  // All filters taken away: the text that was no version, too.
  const isPlain = query.size === 0;
  useEffect(() => setVersion(true), [isPlain]);
  const unknown = unknownIn(query);
  useLayoutEffect(() => {
    if (unknown === null) return;
    for (const name of unknown) setFilter(name, UNKNOWN);
    setFilter('unknown', '');
  }, [unknown === null]);
  const mistake = isVersion ? mistakeIn(query, app) : 'version';
  // Until the filters stand as they are called here: without them it would be another question.
  const isReady = mistake === null && unknown === null;
  const asked = filterQuery(query, app);
  return (
    <>
      <Heading title={textsIn(texts).list.devices} />
      <DeviceFilters mistake={mistake} onVersion={setVersion} />
      {isReady &&
        (wantsPurpose(query) ? (
          <Guarded path="search" query={asked} />
        ) : (
          <Listed path="devices" query={asked} purpose={undefined} />
        ))}
    </>
  );
}

/** Those that have an app, by its id in the inventory. */
export function DevicesWithApp({ id }: { readonly id: string }) {
  return (
    <>
      <Heading title={textsIn(texts).list.withApp(appNamed(id))} />
      <Guarded path={`apps/${encodeURIComponent(id)}/devices`} query={{}} />
    </>
  );
}

/** What was read for: going back is no other reading. */
const readFor = keptOfEntries<string>();

/** For a purpose alone. */
function Guarded({ path, query }: Omit<ListedProps, 'purpose'>) {
  const t = textsIn(texts);
  const [purpose, setPurpose] = useState(readFor.get(path));
  function read(chosen: string): void {
    setPurpose(chosen);
    readFor.set(path, chosen);
  }
  return (
    <>
      <p>{t.apps.belowHelp}</p>
      <PurposeForm needs="listAppDevices" action={t.list.show} onAsk={read} />
      {purpose !== undefined && <Listed path={path} query={query} purpose={purpose} />}
    </>
  );
}

interface Devices extends Page<DeviceRow> {
  /** Each once, whatever systems have it. */
  readonly totalDevices?: number;
}

const kept = keptLists<DeviceRow, Devices>();

interface ListedProps {
  /** `search`: what is asked stands in the body, for an app is typed. */
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
  readonly purpose: string | undefined;
}

function Listed({ path, query, purpose }: ListedProps) {
  const t = textsIn(texts).list;
  const isTyped = path === 'search';
  const isByApp = purpose !== undefined;
  const ofApp = isByApp ? ['appVersion'] : [];
  const [fields, csvFields] = [NAMED_FIELDS, CSV_FIELDS].map((names) => [...names, ...ofApp]);
  const search = new URLSearchParams({ ...query, fields: `${fields}`, limit: '100' });
  const said = {
    ...{ wantsTotal: true, ...(isByApp && { purpose }) },
    ...(isTyped && { method: 'POST' as const, body: { ...devicesBy(query), fields, limit: 100 } }),
  };
  const { answered, items, more, problem } = useList(isTyped ? path : `${path}?${search}`, said, kept);
  const { data } = answered;
  const f = formats();
  const { total = items.length, totalDevices: devices = total, totalIsExact: isExact = true } = data ?? {};
  const others = useOtherRows(items);
  return (
    <>
      <AnswerState answered={answered} />
      {data && (
        <>
          <div class="above">
            <p>
              <strong>{(isExact ? t.count : t.atLeast)(f.number(devices))}</strong>{' '}
              {total > devices && t.entries(f.number(total))}
            </p>
            <div class="actions start">
              <SaveCsv
                path={path}
                query={{ ...query, fields: `${csvFields}` }}
                body={isTyped ? { ...devicesBy(query), fields: csvFields } : undefined}
                name="devices"
                purpose={purpose}
              />
              <AsOf answered={answered} />
            </div>
          </div>
          <DeviceTable
            caption={t.devices}
            devices={items}
            others={others}
            ofApp={isByApp}
            empty={t.none}
            more={more}
            total={more && isExact ? devices : undefined}
          />
        </>
      )}
      {problem && <ProblemBox problem={problem} />}
    </>
  );
}
