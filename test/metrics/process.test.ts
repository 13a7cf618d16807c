import { describe, expect, it } from '@jest/globals';
import { windowed } from '../../lib/metrics/process.ts';

describe('how late the event loop is', () => {
  it('is the same for every reader, and forgotten after a minute or two', () => {
    let now = 0;
    let late = 0;
    const reset = () => {
      late = 0;
    };
    const read = windowed({ percentile: () => late, reset }, () => now);
    const at = (second: number) => {
      now = second * 1000;
      return read()[0];
    };
    late = 9;
    expect([at(15), at(16), at(59), at(61), at(62), at(120)]).toEqual([9, 9, 9, 9, 9, 9]);
    expect([at(122), at(123)]).toEqual([9, 0]);
  });
});
