// Who reads daily numbers, and subtracts: every number that is told of a whole, less what is told of its parts, by platform or
// finer, of any of the sources. Devices are of one source each, so that each difference is exact.

export interface Held {
  readonly source: string;
  readonly person: number;
  readonly platform: string;
  readonly osVersion: string;
  readonly model: string;
}

type By = 'platform' | 'osVersion' | 'model' | 'source';
/** By source and metric: names that are told, `other` among them. */
export type Told = (source: string, metric: string) => ReadonlySet<string>;
type Rows = readonly Held[];

/** Differences that speak about one to four people. */
export function differencesOfFew(all: Rows, told: Told): readonly string[] {
  const found = new Set<string>();
  const sources = [...new Set(all.map(({ source }) => source))];
  const of = (source: string): Rows => (source === '*' ? all : all.filter((row) => row.source === source));
  const tells = (source: string, by: By, row: Held): boolean =>
    told(source, by === 'source' ? 'devices.product' : `devices.${by}`).has(row[by]);
  /** What of `rows` the numbers of `source` tell by `by`, each group that is wholly among them. */
  const toldOf = (source: string, by: By, rows: Rows): Rows =>
    rows.filter(
      (row) => tells(source, by, row) && of(source).every((other) => other[by] !== row[by] || rows.includes(other)),
    );
  const isSumTold = (source: string): boolean =>
    FINER.some((by) => {
      const names = told(source, `devices.${by}`);
      return names.has('other') || (names.size > 0 && of(source).every((row) => names.has(row[by])));
    });
  const take = (what: string, rows: Rows, choices: readonly (readonly Rows[])[]): void => {
    const left = (taken: ReadonlySet<Held>): number =>
      new Set(rows.flatMap((row) => (taken.has(row) ? [] : [row.person]))).size;
    for (const chosen of product(choices)) {
      const persons = left(new Set(chosen.flat()));
      if (persons > 0 && persons < 5) found.add(`${what}: ${persons}`);
    }
  };
  const partsOf = (source: string, rows: Rows): readonly Rows[] => FINER.map((by) => toldOf(source, by, rows));

  for (const source of ['*', ...sources]) {
    const rows = of(source);
    const platforms = [...new Set(rows.map(({ platform }) => platform))];
    const wholes = platforms
      .map((name) => rows.filter(({ platform }) => platform === name))
      .filter(([first]) => first && tells(source, 'platform', first));
    const other = rows.filter((row) => !tells(source, 'platform', row));
    if (told(source, 'devices.platform').has('other')) wholes.push(other);
    for (const whole of wholes) {
      const name = `${source} ${whole[0]?.platform}`;
      take(name, whole, [partsOf(source, whole)]);
      if (source === '*')
        take(
          `${name} less sources`,
          whole,
          sources.map((one) =>
            partsOf(
              one,
              whole.filter((row) => row.source === one),
            ),
          ),
        );
    }
    if (isSumTold(source))
      take(
        `${source} sum`,
        rows,
        platforms.map((name) =>
          partsOf(
            source,
            rows.filter(({ platform }) => platform === name),
          ),
        ),
      );
  }
  const sums = sources.map((one) => [isSumTold(one) ? of(one) : [], ...partsOf(one, of(one))]);
  take('* sum less sources', all, sums);
  sources.forEach((one, i) => {
    const whole = of(one);
    if (whole[0] && tells('*', 'source', whole[0])) take(`product ${one}`, whole, [sums[i] ?? []]);
  });
  for (const by of FINER)
    for (const name of told('*', `devices.${by}`)) {
      const whole = all.filter((row) => row[by] === name);
      take(
        `* ${by} ${name} less sources`,
        whole,
        sources.map((one) => [
          toldOf(
            one,
            by,
            whole.filter((row) => row.source === one),
          ),
        ]),
      );
    }
  return [...found];
}

const FINER = ['platform', 'osVersion', 'model'] as const;

/** One of each, or nothing of it. */
function product(choices: readonly (readonly Rows[])[]): readonly (readonly Rows[])[] {
  return choices.reduce<readonly (readonly Rows[])[]>(
    (sums, some) => sums.flatMap((sum) => [[], ...some].map((one) => [...sum, one])),
    [[]],
  );
}
