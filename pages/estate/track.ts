// Positions as a track: where each stands in a picture without a map. Pure.
import type { Box } from '../parts/geometry.ts';
import type { Position } from './api.ts';

/** Of a degree of latitude; the Earth is taken for a ball. */
const METRES = 111_195;
/** A picture of a place alone shows at least so much of its surroundings. */
const LEAST_METRES = 200;

export interface Placed {
  readonly position: Position;
  readonly x: number;
  readonly y: number;
  /** Of the circle in which it is; 0 where the device did not say. */
  readonly radius: number;
}

export interface Track {
  readonly placed: readonly Placed[];
  readonly pixelsPerMetre: number;
}

/** The oldest first; north is up, and a metre is as long in either direction. */
export function trackOf(positions: readonly Position[], box: Box): Track {
  const ordered = positions.toSorted((a, b) => Date.parse(a.fixedAt) - Date.parse(b.fixedAt));
  const middle = middleOf(ordered.map(({ latitude }) => latitude));
  const east = Math.cos((middle * Math.PI) / 180);
  const base = ordered[0]?.longitude ?? 0;
  const points = ordered.map((position) => ({
    x: acrossDateLine(position.longitude - base) * east * METRES,
    y: position.latitude * METRES,
    reach: position.accuracyMetres ?? 0,
  }));
  const xs = extentOf(points.map(({ x, reach }) => [x - reach, x + reach]));
  const ys = extentOf(points.map(({ y, reach }) => [y - reach, y + reach]));
  const pixelsPerMetre = Math.min(
    box.width / Math.max(LEAST_METRES, xs.to - xs.from),
    box.height / Math.max(LEAST_METRES, ys.to - ys.from),
  );
  const [cx, cy] = [(xs.from + xs.to) / 2, (ys.from + ys.to) / 2];
  const placed = points.flatMap(({ x, y, reach }, index) => {
    const position = ordered[index];
    if (!position) return [];
    return [
      {
        position,
        x: tenth(box.left + box.width / 2 + (x - cx) * pixelsPerMetre),
        y: tenth(box.top + box.height / 2 - (y - cy) * pixelsPerMetre),
        radius: tenth(reach * pixelsPerMetre),
      },
    ];
  });
  return { placed, pixelsPerMetre };
}

/** A round length that is at most so many pixels long: 1, 2 or 5 with noughts. */
export function scaleOf(pixelsPerMetre: number, pixels: number): { readonly metres: number; readonly pixels: number } {
  const most = pixels / pixelsPerMetre;
  const power = 10 ** Math.floor(Math.log10(most));
  const metres = ([5, 2, 1].find((one) => one * power <= most) ?? 1) * power;
  return { metres, pixels: tenth(metres * pixelsPerMetre) };
}

const middleOf = (values: readonly number[]): number => {
  const { from, to } = extentOf(values.map((value) => [value, value]));
  return (from + to) / 2;
};

function extentOf(spans: readonly (readonly [number, number])[]): { readonly from: number; readonly to: number } {
  let [from, to] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const [low, high] of spans) {
    if (low < from) from = low;
    if (high > to) to = high;
  }
  return from <= to ? { from, to } : { from: 0, to: 0 };
}

/** The way that is shorter. */
const acrossDateLine = (degrees: number): number =>
  degrees > 180 ? degrees - 360 : degrees < -180 ? degrees + 360 : degrees;

const tenth = (value: number): number => Math.round(value * 10) / 10;
