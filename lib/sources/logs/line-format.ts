// A reader of lines as a source of files takes it: the columns of the last `#Fields` are kept with the place in the file.
import type { LogFormat } from './format.ts';
import { columnsOf } from './formats/columns.ts';
import type { LineState, ReadLine } from './formats/reading.ts';
import { UTC, zoneOf } from './zones.ts';

/** `zone` is that of times that name none. */
export function formatOf<Event>(read: ReadLine<Event>, zone: string): LogFormat<Event> {
  const told = zoneOf(zone) ?? UTC;
  return {
    begin({ fields, writtenAt }) {
      let state: LineState = { zone: told, receivedAt: writtenAt, columns: fields === null ? null : columnsOf(fields) };
      return {
        read(line) {
          const reading = read(line, state);
          if (reading.is === 'header' && reading.columns) state = { ...state, columns: reading.columns };
          return reading;
        },
        get fields() {
          return state.columns?.text ?? null;
        },
      };
    },
  };
}
