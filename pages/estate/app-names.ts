// Names of apps by their ids, as the inventory told them while the page is open. An address has the id alone: whoever makes a
// link would otherwise write the heading over a list of people.
import { keptWithKey } from '../shell/session.ts';

const names = keptWithKey<ReadonlyMap<string, string>>(new Map());

export function rememberApp(id: string, name: string): void {
  names.value = new Map([...names.peek(), [id, name]]);
}
export const appNamed = (id: string): string | undefined => names.peek().get(id);
