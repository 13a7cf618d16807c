// Counts by kind, as bars from zero. It is a table with bars in it: each number can link to exactly the rows that it counts.
import { formats } from '../shell/language.ts';

export interface Bar {
  readonly name: string;
  readonly value: number;
  /** Where the rows that it counts are listed. */
  readonly href?: string | undefined;
}

interface BarChartProps {
  readonly caption: string;
  readonly nameLabel: string;
  readonly valueLabel: string;
  readonly bars: readonly Bar[];
  readonly format?: (value: number) => string;
}

export function BarChart({ caption, nameLabel, valueLabel, bars, format }: BarChartProps) {
  const told = format ?? formats().number;
  const highest = Math.max(1, ...bars.map(({ value }) => value));
  return (
    <table class="bars">
      <caption>{caption}</caption>
      <thead class="said">
        <tr>
          <th scope="col">{nameLabel}</th>
          <th scope="col">{valueLabel}</th>
        </tr>
      </thead>
      <tbody>
        {bars.map(({ name, value, href }) => (
          <tr key={name}>
            <th scope="row">{name}</th>
            <td>
              <svg width="100%" height="14" aria-hidden="true" focusable="false">
                <rect width={`${(value / highest) * 100}%`} height="14" />
              </svg>
              <span class="value">{href === undefined ? told(value) : <a href={href}>{told(value)}</a>}</span>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
