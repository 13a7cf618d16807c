// Looks for operations in the description of the API: by path, summary and tag. Pure.

export interface Operation {
  readonly operationId: string;
  readonly summary: string;
  readonly tags: readonly string[];
}

export interface Description {
  readonly info: { readonly license?: object };
  readonly components: { readonly securitySchemes: Readonly<Record<string, { readonly in?: string }>> };
  /** By path and method. */
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
}

/** Those that have every word of the phrase in them; all where it has none. */
export function operationsWith(description: Pick<Description, 'paths'>, phrase: string): readonly Operation[] {
  const words = phrase
    .toLowerCase()
    .split(' ')
    .filter((word) => word !== '');
  return Object.entries(description.paths).flatMap(([path, methods]) =>
    Object.values(methods).filter(({ summary, tags }) => {
      const told = [path, summary, ...tags].join(' ').toLowerCase();
      return words.every((word) => told.includes(word));
    }),
  );
}
