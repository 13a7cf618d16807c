// Web traffic by host, where it is collected: counts of nobody.
import { useAnswer } from '../api/use-answer.ts';
import { BarChart } from '../parts/bar-chart.tsx';
import { AnswerState } from '../parts/problem.tsx';
import { formats, textsIn } from '../shell/language.ts';
import { texts } from './texts.ts';

interface Traffic {
  readonly days: readonly {
    readonly day: string;
    readonly items: readonly { readonly name: string; readonly requests: number }[];
  }[];
}

const TOP = 15;

export function TrafficChart() {
  const t = textsIn(texts).statistics;
  const answered = useAnswer<Traffic>(`statistics/traffic?by=host&bucket=day&top=${TOP}`);
  const [last] = answered.data ? answered.data.days : [];
  return (
    <section aria-labelledby="traffic">
      <h2 id="traffic">{t.traffic}</h2>
      <AnswerState answered={answered} />
      {answered.data && !last && <p class="empty">{t.noTraffic}</p>}
      {last && (
        <BarChart
          caption={t.on(t.traffic, formats().day(last.day))}
          nameLabel={t.group}
          valueLabel={t.requests}
          bars={last.items.map(({ name, requests }) => ({ name, value: requests }))}
        />
      )}
    </section>
  );
}
