// Words by what the API calls things: `__proto__` and `constructor` are none, though every object has them. Pure.
export const own = <T>(words: Readonly<Record<string, T>>, name: string): T | undefined =>
  Object.hasOwn(words, name) ? words[name] : undefined;
