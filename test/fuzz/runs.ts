// How often the random tests try: a modest number in the suite, FC_RUNS times for a long search.

/** `FC_RUNS` where it is set, else what the suite can afford. */
export function runs(inSuite: number): number {
  const wanted = Number(process.env.FC_RUNS);
  return Number.isSafeInteger(wanted) && wanted > 0 ? wanted : inSuite;
}
