// What reads a source and what asks for its version sign in once together: each sign-in is a try, and makes a session.
import type { PollContext } from './contract.ts';

/** One for each poll, made when it is first asked for. */
export function perPoll<T>(make: (context: PollContext) => T): (context: PollContext) => T {
  const made = new WeakMap<PollContext, { readonly one: T }>();
  return (context) => {
    const { one } = made.get(context) ?? { one: make(context) };
    made.set(context, { one });
    return one;
  };
}
