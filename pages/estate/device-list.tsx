// The list of devices: filters in the hash, how many there are, 100 more, and all of it as CSV.
import { useState } from 'preact/hooks';
import { useList } from '../api/use-list.ts';
import { AnswerState, AsOf, ProblemBox } from '../parts/problem.tsx';
import { Heading } from '../shell/heading.tsx';
import { formats, textsIn } from '../shell/language.ts';
import { route } from '../shell/route.ts';
import { type DeviceRow, NAMED_FIELDS } from './api.ts';
import { appNamed } from './app-names.ts';
import { DeviceFilters } from './device-filters.tsx';
import { DeviceTable } from './device-table.tsx';
import { filterQuery, wantsPurpose } from './filters.ts';
import { PurposeForm } from './purpose.tsx';
import { useOtherRows } from './rows-of-hardware.ts';
import { SaveCsv } from './save-csv.tsx';
import { texts } from './texts.ts';

/** Of the file: what an inventory wants, with the names of users. */
const CSV_FIELDS = [...NAMED_FIELDS, 'serialNumber', 'imei', 'user.mail'].join(',');

/** `app`: those that have one, by its id in the inventory. */
export function DeviceList({ app }: { readonly app?: string }) {
  const t = textsIn(texts).list;
  const { query } = route.value;
  const [purpose, setPurpose] = useState<string | undefined>(undefined);
  const isGuarded = app !== undefined || wantsPurpose(query);
  const path = app === undefined ? 'devices' : `apps/${encodeURIComponent(app)}/devices`;
  return (
    <>
      <Heading title={app === undefined ? t.devices : t.withApp(appNamed(app))} />
      {app === undefined && <DeviceFilters />}
      {isGuarded && (
        <>
          <p>{textsIn(texts).apps.belowHelp}</p>
          <PurposeForm action={t.show} onAsk={setPurpose} />
        </>
      )}
      {isGuarded ? (
        purpose !== undefined && (
          <Listed path={path} query={app === undefined ? filterQuery(query) : {}} purpose={purpose} />
        )
      ) : (
        <Listed path={path} query={filterQuery(query)} purpose={undefined} />
      )}
    </>
  );
}

interface ListedProps {
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
  readonly purpose: string | undefined;
}

function Listed({ path, query, purpose }: ListedProps) {
  const t = textsIn(texts).list;
  const search = new URLSearchParams({ ...query, fields: NAMED_FIELDS.join(','), limit: '100' });
  const { answered, items, more, problem } = useList<DeviceRow>(`${path}?${search}`, {
    ...{ wantsTotal: true, ...(purpose !== undefined && { purpose }) },
  });
  const { data } = answered;
  const others = useOtherRows(items);
  return (
    <>
      <AnswerState answered={answered} />
      {data && (
        <>
          <div class="above">
            <p>
              <strong>{toldTotal(data.total ?? items.length, data.totalIsExact ?? true)}</strong> {t.counted}
            </p>
            <div class="actions start">
              <SaveCsv path={path} query={{ ...query, fields: CSV_FIELDS }} name="devices" purpose={purpose} />
              <AsOf answered={answered} />
            </div>
          </div>
          <DeviceTable caption={t.devices} devices={items} others={others} empty={t.none} more={more} />
        </>
      )}
      {problem && <ProblemBox problem={problem} />}
    </>
  );
}

function toldTotal(total: number, isExact: boolean): string {
  const t = textsIn(texts).list;
  const told = formats().number(total);
  return isExact ? t.count(told) : t.atLeast(told);
}
