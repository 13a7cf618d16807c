// The tables of docs/faults.md, which are in the pages: what happens, what it means and what to do, by code. Pure.

export interface Fault {
  /** The type of source whose table it stands in; null for what all over HTTPS share. */
  readonly type: string | null;
  readonly kind: string;
  readonly happens: string;
  readonly state: string;
  readonly code: string | null;
  readonly hint: string;
  readonly written: string;
  readonly todo: string;
}

/** The rows of all tables of the document. */
export function faultsIn(document: string): readonly Fault[] {
  let type: string | null = null;
  return document.split('\n').flatMap((line) => {
    if (line.startsWith('## ')) type = /^## `(.+)`$/.exec(line)?.[1] ?? null;
    if (!line.startsWith('| ') || /^\| (?:Kind|---) /.test(line)) return [];
    const [kind = '', happens = '', told = '', hint = '', written = '', todo = ''] = cellsOf(line);
    const [, state = '', code = null] = /^`([^`]+)`(?:, `([^`]+)`)?/.exec(told) ?? [];
    return [{ type, kind, happens, state, code, hint, written, todo }];
  });
}

/** A bar in a cell stands behind a backslash. */
const cellsOf = (line: string): readonly string[] =>
  line
    .slice(2, -2)
    .replaceAll('\\|', '\u0000')
    .split(' | ')
    .map((cell) => cell.trim().replaceAll('\u0000', '|'));

interface Met {
  readonly type: string | null;
  readonly code: string;
  readonly hint: string | null;
}

/** Rows of what was met: those with the very hint where there are some, else those with its code; of the type before the shared. */
export function rowsFor(faults: readonly Fault[], { type, code, hint }: Met): readonly Fault[] {
  const coded = faults.filter((fault) => fault.code === code && (fault.type === type || fault.type === null));
  const own = coded.filter((fault) => fault.type === type);
  const near = own.length > 0 ? own : coded;
  const hinted = near.filter((fault) => fault.hint === hint);
  return hinted.length > 0 ? hinted : near;
}

/** Rows of what is read but for some values: of the type where it has some, else the shared. */
export function rejecting(faults: readonly Fault[], type: string | null): readonly Fault[] {
  const told = faults.filter(({ written }) => written.includes('`rejected`'));
  const own = told.filter((fault) => fault.type === type);
  return own.length > 0 ? own : told.filter((fault) => fault.type === null);
}
