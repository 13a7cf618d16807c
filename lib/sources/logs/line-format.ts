// A reader of lines as a source of files takes it: the columns of the last `#Fields` are kept with the place in the file.
import type { LogFormat } from './format.ts';
import { columnsOf } from './formats/columns.ts';
import type { LineState, ReadBytes, Reading, ReadLine } from './formats/reading.ts';
import type { Line } from './lines.ts';
import { UTC, zoneOf } from './zones.ts';

/** `zone` is that of times that name none. */
export function formatOf<Event>(
  readText: ReadLine<Event>,
  zone: string,
  readBytes?: ReadBytes<Event>,
): LogFormat<Event> {
  const told = zoneOf(zone) ?? UTC;
  return {
    begin({ fields, writtenAt: receivedAt, readAt = receivedAt }) {
      const columns = fields === null ? null : columnsOf(fields);
      let state: LineState = { zone: told, receivedAt, readAt, columns };
      const read = (line: string): Reading<Event> => {
        const reading = readText(line, state);
        if (reading.is === 'header' && reading.columns) state = { ...state, columns: reading.columns };
        return reading;
      };
      return {
        read,
        ...(readBytes && {
          readLine: (line: Line) => (line.bytes && readBytes(line.bytes, line.from, line.to, state)) ?? read(line.text),
        }),
        get fields() {
          return state.columns?.text ?? null;
        },
      };
    },
  };
}
