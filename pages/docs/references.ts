// Parts of the description of the API, whole: each reference replaced by what it names. Pure.

/** What stands at `path`, each reference in it replaced by what it names. */
export const partOf = (description: object, path: readonly string[]): unknown =>
  whole(description, at(description, path));

const at = (description: object, path: readonly string[]): unknown =>
  path.reduce<unknown>((part, name) => Reflect.get(Object(part), name), description);

function whole(description: object, part: unknown): unknown {
  if (Array.isArray(part)) return part.map((one) => whole(description, one));
  if (typeof part !== 'object' || part === null) return part;
  if ('$ref' in part) return partOf(description, String(part.$ref).split('/').slice(1));
  return Object.fromEntries(Object.entries(part).map(([name, value]) => [name, whole(description, value)]));
}
