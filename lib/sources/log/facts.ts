// What an operator must know before a log can be read by a mapping.
import type { Facts } from '../contract.ts';
import { mappable, targetOf } from '../logs/mapping/target.ts';

export const facts: Facts = {
  product: 'Any log, by a mapping: CSV, JSON, W3C, key=value',
  reference: 'https://www.rfc-editor.org/rfc/rfc4180',
  connections: ['None: files, in directories that are local or mounted, read-only'],
  authentication: ['None.'],
  permissions: [
    ['Read the directories and the files in them', 'by the account of the collector; nothing is written there'],
  ],
  reading: [
    'The mapping names a dataset, and for each of its fields the column (delimited, W3C), key (key=value) or dotted path (JSON, one object a line) that it stands in. What it does not name is not read. A JSON object or key=value pairs may stand behind a prefix of syslog.',
    'Lines whose first line names the columns (CSV with a header, `#Fields`) are read by those names: they may stand in any order, and the header may come again, as it does where files are put together. Up to 20 other lines may stand before it. A file without such a line needs `columns`. A line with more or fewer values than columns is rejected (`field-count`).',
    'Quoted values may hold delimiters, doubled quotes and line ends, up to 100 lines a record. A quote that is open at the end of a file waits for the rest. Pushed lines are read alike, behind the header that `push.fields` is, but that a quote which is open at the end of a batch is none: its lines are single ones. Only the double quote quotes; an escape by backslash is known in key=value lines alone.',
    'Times: iso, epoch, epoch-ms, or the format of strftime that writes them, in the `zone` of the source where they name none. A line whose time fits none, or lies before 2000, is rejected (`time`). `%I` wants `%p` beside it, and `%p` wants `%I`: another format is refused.',
    'Counts and sizes that are added up are refused below 0, and where one line would take the sum along (180,143,985,094 and more): such a value is counted as unreadable.',
    'Numbers with a decimal point or comma, grouped or not; sizes with their unit, or the `unit` of the mapping; durations in seconds (or `unit`), `h:mm:ss` or `m:ss`; phone numbers of the `country` of the source, `msisdn` where all begin with their country (what does not begin with 0 is then never one of `country`); what stands for one of a closed list, by a table (`values`).',
    'A single event is told by its place in the file: it counts once, however files are renamed and compressed, and equal lines are two.',
    'Not read: files that are one JSON list, XML, records of several lines without quotes, columns of fixed width.',
  ],
  mapped: mappable().map((dataset) => ({
    dataset: dataset.name,
    fields: Object.entries(targetOf(dataset)).map(([name, { type, required, values }]) => ({
      name,
      readAs: type,
      isRequired: required,
      values,
    })),
  })),
};
