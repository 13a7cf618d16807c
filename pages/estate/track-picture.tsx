// Positions in a picture of their own: how far they are from each other, and how exact each is.
import { Drawn } from '../parts/drawn.tsx';
import { formats, textsIn } from '../shell/language.ts';
import type { Position } from './api.ts';
import { texts } from './texts.ts';
import { scaleOf, trackOf } from './track.ts';

const HEIGHT = 320;
const MARGIN = 28;
const BAR_PIXELS = 140;

export function TrackPicture({ positions }: { readonly positions: readonly Position[] }) {
  const t = textsIn(texts).positions;
  const f = formats();
  const times = positions.map(({ fixedAt }) => fixedAt).sort((a, b) => Date.parse(a) - Date.parse(b));
  const says = t.says(f.number(positions.length), f.instant(times[0] ?? ''), f.instant(times.at(-1) ?? ''));
  return (
    <figure class="chart track">
      <figcaption>{t.track}</figcaption>
      <Drawn says={says} height={HEIGHT} draw={(width) => <Picture positions={positions} width={width} />} />
      <p class="quiet">{t.notTheWay}</p>
    </figure>
  );
}

interface PictureProps {
  readonly positions: readonly Position[];
  readonly width: number;
}

function Picture({ positions, width }: PictureProps) {
  const t = textsIn(texts).positions;
  const f = formats();
  const box = { left: MARGIN, top: MARGIN, width: width - 2 * MARGIN, height: HEIGHT - 2 * MARGIN - 20 };
  const { placed, pixelsPerMetre } = trackOf(positions, box);
  const { metres, pixels } = scaleOf(pixelsPerMetre, Math.min(BAR_PIXELS, width / 3));
  const [first, last] = [placed[0], placed.at(-1)];
  const length = metres < 1_000 ? t.metres(f.number(metres)) : t.kilometres(f.number(metres / 1_000));
  return (
    <>
      {placed.map(({ x, y, radius, position }) => (
        <circle key={position.id} class="reach" cx={x} cy={y} r={radius} />
      ))}
      <path class="join" d={placed.map(({ x, y }, index) => `${index === 0 ? 'M' : 'L'}${x} ${y}`).join('')} />
      {placed.map((one) => (
        <circle
          key={one.position.id}
          class={one === last ? 'spot last' : 'spot'}
          cx={one.x}
          cy={one.y}
          r={one === last ? 6 : 4}
        />
      ))}
      {last && (
        <Label
          x={last.x}
          y={Math.max(14, last.y - Math.max(12, last.radius + 6))}
          width={width}
          text={`${t.newest}: ${f.instant(last.position.fixedAt)}`}
        />
      )}
      {first && last && (first.x !== last.x || first.y !== last.y) && (
        <Label
          x={first.x}
          y={Math.min(HEIGHT - 44, first.y + Math.max(20, first.radius + 14))}
          width={width}
          text={`${t.oldest}: ${f.instant(first.position.fixedAt)}`}
        />
      )}
      <g class="scale">
        <path d={`M${MARGIN} ${HEIGHT - 22}v6h${pixels}v-6`} />
        <text x={MARGIN + pixels + 8} y={HEIGHT - 14}>
          {length}
        </text>
        <path d={`M${width - MARGIN} ${HEIGHT - 14}v-22m-5 8l5 -8l5 8`} />
        <text x={width - MARGIN} y={HEIGHT - 2} text-anchor="middle">
          {t.north}
        </text>
      </g>
    </>
  );
}

/** A letter is about that wide. */
const LETTER = 7;

/** Beside its place, and within the picture. */
function Label({
  x,
  y,
  width,
  text,
}: {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly text: string;
}) {
  const half = (text.length * LETTER) / 2;
  return (
    <text x={Math.max(half, Math.min(width - half, x))} y={y} text-anchor="middle" class="label">
      {text}
    </text>
  );
}
