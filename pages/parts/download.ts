// A list as a file of the reader's: all of it, page by page.
import { askFile } from '../api/client.ts';
import { Problem } from '../api/problem.ts';
import { BREAK, joinCsv } from './csv.ts';

/** Pages of the API have at most so many. */
const PAGE = 1_000;

interface Download {
  readonly path: string;
  readonly query?: Readonly<Record<string, string>>;
  /** In place of a query: what somebody typed stands in no address. */
  readonly body?: Readonly<Record<string, unknown>> | undefined;
  readonly purpose?: string;
  readonly signal?: AbortSignal;
  /** Called with how many rows there are at most until now. */
  readonly onPage?: (rows: number) => void;
}

export async function csvOf({ path, query = {}, body, purpose, signal, onPage }: Download): Promise<Blob> {
  const pages: string[] = [];
  let cursor: string | null = null;
  do {
    const page: Record<string, string> = { format: 'csv', ...(cursor === null ? {} : { cursor }) };
    const said = { ...(purpose !== undefined && { purpose }), ...(signal && { signal }) };
    const { text, next } = await (body === undefined
      ? askFile(`${path}?${new URLSearchParams({ ...query, ...page, limit: String(PAGE) })}`, said)
      : askFile(path, { ...said, method: 'POST', body: { ...body, ...page, limit: PAGE } }));
    // Each row ends with a break: what has none was cut off where no length was told.
    if (!text.endsWith(BREAK)) throw new Problem('cut', 200);
    pages.push(text);
    cursor = next;
    onPage?.(pages.length * PAGE);
  } while (cursor !== null);
  return new Blob([joinCsv(pages)], { type: 'text/csv;charset=utf-8' });
}
