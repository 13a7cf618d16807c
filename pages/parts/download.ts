// A list as a file of the reader's: all of it, page by page.
import { askFile } from '../api/client.ts';
import { joinCsv } from './csv.ts';

/** Pages of the API have at most so many. */
const PAGE = 1_000;

interface Download {
  readonly path: string;
  readonly query?: Readonly<Record<string, string>>;
  readonly purpose?: string;
  readonly signal?: AbortSignal;
  /** Called with how many rows there are at most until now. */
  readonly onPage?: (rows: number) => void;
}

export async function csvOf({ path, query = {}, purpose, signal, onPage }: Download): Promise<Blob> {
  const pages: string[] = [];
  let cursor: string | null = null;
  do {
    const search: string = new URLSearchParams({
      ...query,
      ...{ format: 'csv', limit: String(PAGE) },
      ...(cursor === null ? {} : { cursor }),
    }).toString();
    const { text, next } = await askFile(`${path}?${search}`, {
      ...(purpose !== undefined && { purpose }),
      ...(signal && { signal }),
    });
    pages.push(text);
    cursor = next;
    onPage?.(pages.length * PAGE);
  } while (cursor !== null);
  return new Blob([joinCsv(pages)], { type: 'text/csv;charset=utf-8' });
}
