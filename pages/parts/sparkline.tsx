// A line as small as a word: how something went lately. What it says stands in its label, and in a table nearby.
import { heightOf, highestOf, type Point, pathOf, placeAt, spanOf } from './geometry.ts';

const WIDTH = 120;
const BOX = { left: 3, top: 3, width: WIDTH - 6, height: 22 };

interface SparklineProps {
  readonly points: readonly (Point & { readonly isBad?: boolean })[];
  readonly says: string;
}

/** Marks stand where something was bad. */
export function Sparkline({ points, says }: SparklineProps) {
  const span = spanOf(points);
  const highest = highestOf(points);
  return (
    <svg width={WIDTH} height={28} role="img" aria-label={says} class="sparkline">
      <path class="base" d={`M${BOX.left} ${BOX.top + BOX.height}h${BOX.width}`} />
      <path class="line" d={pathOf(points, span, highest, BOX)} />
      {points
        .filter(({ isBad }) => isBad)
        .map(({ at, value }) => (
          <circle key={at} class="bad" cx={placeAt(at, span, BOX)} cy={heightOf(value ?? 0, highest, BOX)} r="3" />
        ))}
    </svg>
  );
}
