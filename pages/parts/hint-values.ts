// What stands in a hint of the API and is the same in every language: the reference of a secret, an address, a path, a setting, a
// time. Words in German have only the meaning of a code. Numbers alone mean nothing without their sentence. Pure.

const ALIKE: readonly RegExp[] = [
  /^(?:file|env):./,
  /^[a-z]+:\/\/./,
  /^\/[^/]+\/./,
  /^\d{4}-\d\d-\d\dT[\d:.]+Z$/,
  // A host, perhaps with its port; a file.
  /^[a-z0-9-]+(?:\.[a-z0-9-]+)*\.[a-z]{2,}(?::\d+)?$/,
  // Names of settings, of keys in the sources file, and of datasets.
  /^[A-Z]+(?:_[A-Z]+)+$/,
  /^[a-z]+[A-Z][a-z]+[A-Za-z]*$/,
  /^[a-z]+(?:_[a-z]+)+$/,
];

/** Those of `hint` that `told` does not have, each once, in their order. */
export function valuesOf(hint: string, told: string): readonly string[] {
  const values = hint
    .split('`')
    .flatMap((part, index) => (index % 2 === 1 ? [part] : part.split(/\s+/).map(bare).filter(isAlike)));
  return [...new Set(values)].filter((value) => !told.includes(value));
}

const isAlike = (word: string): boolean => ALIKE.some((one) => one.test(word));
/** Without the marks of its sentence. */
const bare = (word: string): string => word.replace(/^[("“]+/, '').replace(/[.,;:!?)"”]+$/, '');
