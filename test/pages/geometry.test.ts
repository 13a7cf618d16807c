// Where things stand in the charts of the pages.
import { describe, expect, it } from '@jest/globals';
import { heightOf, highestOf, pathOf, placeAt, spanOf, spread, ticksOf } from '../../pages/parts/geometry.ts';

const BOX = { left: 10, top: 0, width: 100, height: 50 };
const points = (...values: readonly (number | null)[]) => values.map((value, at) => ({ at, value }));

describe('a chart', () => {
  it.each([
    [0, [0, 1]],
    [Number.NaN, [0, 1]],
    [1, [0, 1]],
    [9, [0, 3, 6, 9]],
    [3, [0, 1, 2, 3]],
    [97, [0, 25, 50, 75, 100]],
    [10_000, [0, 2_500, 5_000, 7_500, 10_000]],
  ])('begins at zero, and ends at or above %d: %j', (highest, ticks) => {
    expect(ticksOf(highest)).toEqual(ticks);
  });

  it('counts in whole numbers, and measures in parts', () => {
    expect([ticksOf(1), ticksOf(1, false)]).toEqual([
      [0, 1],
      [0, 0.25, 0.5, 0.75, 1],
    ]);
    expect(ticksOf(0.3, false)).toEqual([0, 0.1, 0.2, 0.3]);
  });

  it('puts the highest on top, zero at the bottom, and nothing at the bottom where all is zero', () => {
    expect([heightOf(10, 10, BOX), heightOf(0, 10, BOX), heightOf(0, 0, BOX)]).toEqual([0, 50, 50]);
    expect(highestOf(points(3, null, 7))).toBe(7);
  });

  it('puts a time alone into the middle, and needs none', () => {
    expect(placeAt(5, spanOf([{ at: 5, value: 1 }]), BOX)).toBe(60);
    expect(pathOf([], spanOf([]), 1, BOX)).toBe('');
  });

  it('has a gap where data is missing, and a dot for a value between gaps', () => {
    const all = points(0, 10, null, 10, null, 5, 0);
    expect(pathOf(all, spanOf(all), 10, BOX)).toBe('M10 50h0L26.7 0M60 0h0M93.3 25h0L110 50');
  });

  it.each([
    [
      [10, 11, 12],
      [10, 20, 30],
    ],
    [
      [50, 50],
      [40, 50],
    ],
    [
      [0, 49, 50],
      [0, 40, 50],
    ],
  ])('pushes labels at %j apart to %j', (wanted, placed) => {
    expect(spread(wanted, 10, BOX)).toEqual(placed);
  });
});
