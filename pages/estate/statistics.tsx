// Daily numbers as charts with their tables; a number of the last day leads to the devices that it counts.
import { now } from '../api/clock.ts';
import { useAnswer } from '../api/use-answer.ts';
import { type Page, useList } from '../api/use-list.ts';
import { BarChart } from '../parts/bar-chart.tsx';
import { LineChart } from '../parts/line-chart.tsx';
import { AnswerState } from '../parts/problem.tsx';
import { Boundary } from '../shell/boundary.tsx';
import { hrefOf } from '../shell/hash.ts';
import { Heading } from '../shell/heading.tsx';
import { formats, textsIn } from '../shell/language.ts';
import { may } from '../shell/rights.ts';
import { route } from '../shell/route.ts';
import { COUNTED_FIELDS, type Counted, type DeviceTotal } from './api.ts';
import { Choice, OddFilters } from './choice.tsx';
import { collected, sourcesOf } from './collecting.ts';
import { barsOf, lastDayOf, linesOf, type Metric, rowsOf } from './counted.ts';
import { texts } from './texts.ts';
import { TrafficChart } from './traffic-chart.tsx';
import { wordIn } from './words.tsx';

/** As the API calls all sources together. */
const ALL = '*';
const LINES = 6;
const BARS = 15;
const DAYS = 90;

/** Which are drawn over time, too: the others change little from day to day. */
const METRICS: readonly { readonly metric: Metric; readonly overTime: boolean }[] = [
  { metric: 'devices.platform', overTime: true },
  { metric: 'devices.osVersion', overTime: true },
  { metric: 'devices.compliance', overTime: true },
  { metric: 'devices.ownership', overTime: true },
  { metric: 'devices.model', overTime: false },
  { metric: 'devices.homeCountry', overTime: false },
  { metric: 'devices.currentCountry', overTime: false },
  { metric: 'devices.roaming', overTime: true },
];

export function Statistics() {
  const t = textsIn(texts).statistics;
  const source = route.value.query.get('source') || ALL;
  const isKnown = collected() !== null;
  const sources = sourcesOf('device');
  const isThere = source === ALL || !isKnown || sources.includes(source);
  const words = Object.fromEntries(sources.map((name) => [name, name]));
  return (
    <>
      <Heading title={t.title} />
      <p>{t.help}</p>
      <form class="fields" onSubmit={(event) => event.preventDefault()}>
        <Choice name="source" label={t.source} words={words} none={t.allSources} isOpen={!isKnown || source === ALL} />
        <OddFilters known={['source']} />
      </form>
      {isThere && (
        <>
          <Boundary key={source} title={t.devices}>
            <Total source={source} />
          </Boundary>
          {METRICS.map(({ metric, overTime }) => (
            <Boundary key={`${metric} ${source}`} title={t.metrics[metric]}>
              <Numbers metric={metric} source={source} overTime={overTime} />
            </Boundary>
          ))}
          <Boundary title={t.traffic}>
            <TrafficChart />
          </Boundary>
        </>
      )}
    </>
  );
}

interface CountedPage extends Page<Counted> {
  readonly countedAt: string | null;
  readonly totals: readonly DeviceTotal[];
}

/** Of how many devices the numbers below are. */
function Total({ source }: { readonly source: string }) {
  const t = textsIn(texts).statistics;
  const { data } = useAnswer<CountedPage>('statistics?fields=day&limit=1');
  const total = data?.totals.find((one) => one.source === source);
  if (!data?.countedAt || !total) return null;
  const at = formats().instant(data.countedAt);
  const names = formats().list(total.sources);
  const { devices } = total;
  return <p class="total">{devices === null ? t.noTotal(names, at) : t.total(formats().number(devices), names, at)}</p>;
}

interface NumbersProps {
  readonly metric: Metric;
  readonly source: string;
  readonly overTime: boolean;
}

function Numbers({ metric, source, overTime }: NumbersProps) {
  const t = textsIn(texts);
  const name = t.statistics.metrics[metric];
  const since = new Date(now.peek() - DAYS * 86_400_000).toISOString().slice(0, 10);
  const query = new URLSearchParams({
    ...{ metric, source, 'occurredAt.ge': `${since}T00:00:00Z`, fields: COUNTED_FIELDS.join(','), limit: '1000' },
  });
  const { answered, items } = useList<Counted, CountedPage>(`statistics?${query}`);
  const day = lastDayOf(items);
  // A day alone is no line.
  const isLine = overTime && items.some((item) => item.day !== day);
  return (
    <section aria-labelledby={metric}>
      <h2 id={metric}>{name}</h2>
      <AnswerState answered={answered} />
      {answered.data && day === null && <p class="empty">{t.statistics.none}</p>}
      {day !== null && (
        <div class={isLine ? 'charts' : undefined}>
          <Bars metric={metric} source={source} counted={items} day={day} at={answered.data?.countedAt ?? null} />
          {isLine && (
            <LineChart
              caption={t.statistics.overTime(name)}
              timeLabel={t.statistics.day}
              series={linesOf(items, LINES).map((line) => ({ ...line, name: groupIn(metric, line.name) }))}
            />
          )}
        </div>
      )}
    </section>
  );
}

interface BarsProps {
  readonly metric: Metric;
  readonly source: string;
  readonly counted: readonly Counted[];
  readonly day: string;
  /** When all of them were counted last. */
  readonly at: string | null;
}

function Bars({ metric, source, counted, day, at }: BarsProps) {
  const t = textsIn(texts);
  const all = barsOf(counted);
  const platforms = Object.keys(t.words.platforms);
  const bars = all.slice(0, BARS).map(({ dimension, value }) => {
    const rows = rowsOf(metric, dimension, platforms);
    const filters = rows && { ...rows, ...(source === ALL ? {} : { source }) };
    return {
      ...{ name: groupIn(metric, dimension), value },
      href: filters === null || !may('listDevices') ? undefined : hrefOf('estate', ['devices'], filters),
    };
  });
  const left = all.length - bars.length;
  return (
    <div>
      <BarChart
        caption={t.statistics.on(t.statistics.metrics[metric], formats().day(day))}
        nameLabel={t.statistics.group}
        valueLabel={t.statistics.devices}
        bars={bars}
      />
      <p class="quiet">{t.statistics.asOf(at?.startsWith(day) ? formats().instant(at) : formats().day(day))}</p>
      {left > 0 && <p class="quiet">{t.statistics.andMore(formats().number(left))}</p>}
    </div>
  );
}

/** A group in words. */
function groupIn(metric: Metric, dimension: string): string {
  const t = textsIn(texts);
  if (dimension === 'unknown') return t.statistics.unknown;
  if (dimension === 'other') return t.statistics.other;
  if (metric.endsWith('Country')) return formats().country(dimension);
  if (metric === 'devices.roaming') return dimension === 'roaming' ? t.statistics.away : t.statistics.atHome;
  if (metric === 'devices.osVersion') {
    const [platform = '', ...rest] = dimension.split(' ');
    const version = rest.join(' ');
    const told = version === 'unknown' ? `(${t.statistics.unknown})` : version;
    return `${wordIn(t.words.platforms, platform)} ${told}`.trim();
  }
  const words = { ...t.words.platforms, ...t.words.ownerships, ...t.words.compliances };
  return wordIn(words, dimension) ?? dimension;
}
