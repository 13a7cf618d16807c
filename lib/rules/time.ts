// Times of the week in a zone: working hours, and what is outside of them.
export const WEEKDAYS = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'] as const;

export interface WeekTime {
  readonly zone: string;
  readonly days: readonly (typeof WEEKDAYS)[number][];
  /** `07:30`. Where `to` is not later, the window goes on to the next day: each part is of the day that it is in. */
  readonly from: string;
  readonly to: string;
  readonly outside: boolean;
}

/** Whether an instant is within it; whatever the clocks there do. */
export function isWithin({ zone, days, from, to, outside }: WeekTime): (at: Date) => boolean {
  const clock = new Intl.DateTimeFormat('en-GB', {
    timeZone: zone,
    weekday: 'short',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  });
  return (at) => {
    const parts = new Map(clock.formatToParts(at).map(({ type, value }) => [type, value]));
    const time = `${parts.get('hour')}:${parts.get('minute')}`;
    const isTime = from < to ? time >= from && time < to : time >= from || time < to;
    const isInside = isTime && days.some((day) => day === parts.get('weekday'));
    return isInside !== outside;
  };
}
