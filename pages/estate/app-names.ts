// Names of apps by their ids, as the inventory told them while the page is open. An address has the id alone: whoever makes a
// link would otherwise write the heading over a list of people.
const names = new Map<string, string>();

export const rememberApp = (id: string, name: string): void => void names.set(id, name);
export const appNamed = (id: string): string | undefined => names.get(id);
