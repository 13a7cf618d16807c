// Faults that any connector over HTTP may meet, declared once and bound to one: its server, its list, its outcomes.

import type { RequestKeys } from '../../lib/net/http.ts';
import type { FaultRule } from '../../local/fleet/http/faults.ts';
import type { TransportFault } from '../../local/fleet/http/listener.ts';
import type { HttpSystem } from '../../local/fleet/http/server.ts';
import type { Company } from '../end-to-end/company.ts';
import type { Fault, Group, Outcome, Written } from './fault.ts';
import type { AboutBinding } from './http-answers.ts';

/** What of a connector the faults need to know. */
export interface HttpBinding {
  /** Its server. */
  readonly system: (company: Company) => HttpSystem;
  /** Requests for data, whatever they read. */
  readonly api: RegExp;
  /** The list that is read page by page: three pages, of five rows or more the first two. */
  readonly list: RegExp;
  /** What hints call its settings. */
  readonly keys: RequestKeys;
  /** Requests that let somebody in, and who answers them; absent where a product signs in with each request. */
  readonly signIn?: { readonly path: RegExp; readonly name: string; readonly keys: string };
  /** Where the list goes to. */
  readonly dataset: string;
  /** The key of a row on the wire, and what the receipt calls it. */
  readonly key: Named;
  /** A property of a row that is no text and not watched, on the wire and in the receipt. */
  readonly property: Named;
  /** What is written by a poll that cannot read the list, and can read all else. */
  readonly withoutList: Readonly<Record<string, Written>>;
  /** What is written by a poll that ends at once where the list cannot be read. */
  readonly beforeList: Readonly<Record<string, Written>>;
  readonly about: AboutBinding;
  /** What differs from other connectors, by the name of the fault. */
  readonly outcomes?: Readonly<Record<string, Partial<Outcome>>>;
  /** Names of faults that its protocol cannot have. */
  readonly without?: readonly string[];
}

export interface Named {
  readonly wire: string;
  /** `field: reason` */
  readonly rejected: string;
}

/** A fault before it is bound to a connector. */
export interface HttpFault {
  readonly name: string;
  readonly group: Group;
  /** Below HTTP, or by rules. */
  readonly transport?: Exclude<TransportFault, 'normal'>;
  readonly rules?: (binding: HttpBinding, company: Company) => readonly FaultRule[];
  readonly outcome: (binding: HttpBinding) => Outcome;
  readonly remedy: string;
  readonly isApart?: true;
  readonly verify?: (binding: HttpBinding, company: Company) => void;
  readonly verifyAfter?: (binding: HttpBinding, company: Company) => void;
}

/** The list could not be read, or only `some` of it; all else was. */
export const withoutList =
  (code: string, hint: string, some: Written = 'nothing'): HttpFault['outcome'] =>
  ({ withoutList: written, dataset }) => ({
    state: 'failing',
    poll: 'partial',
    code,
    hint,
    written: { ...written, [dataset]: some },
    // The next one ends the interrupted pass, and the one after it is a pass from the beginning.
    ...(some === 'nothing' ? {} : { polls: 2 }),
  });
/** The poll ended where it was, in the list: it had `some` of it. */
export const endedInList =
  (poll: Outcome['poll'], code: string, hint: string, some: Written = 'nothing'): HttpFault['outcome'] =>
  ({ beforeList: written, dataset }) => ({
    state: 'failing',
    poll,
    code,
    hint,
    written: { ...written, [dataset]: some },
    ...(some === 'nothing' ? {} : { polls: 2 }),
  });

/** How many requests for such a path were answered well. */
export const answered = (requests: HttpSystem['requests'], path: RegExp): number =>
  requests.filter((request) => path.test(request.path) && request.status < 400).length;

/** The faults as they strike one connector. */
export function boundTo(binding: HttpBinding, faults: readonly HttpFault[]): readonly Fault[] {
  return faults
    .filter(({ name }) => !binding.without?.includes(name))
    .map(({ name, group, transport, rules, outcome, remedy, isApart, verify, verifyAfter }) => ({
      name,
      group,
      overHttp: true,
      ...(isApart ? { isApart } : {}),
      remedy,
      outcome: { ...outcome(binding), ...binding.outcomes?.[name] },
      strike: async (company) => {
        const { faults } = binding.system(company);
        if (transport) await faults.transport(transport);
        if (rules) faults.set(...rules(binding, company));
      },
      ...(verify ? { verify: (company) => verify(binding, company) } : {}),
      ...(verifyAfter ? { verifyAfter: (company) => verifyAfter(binding, company) } : {}),
    }));
}
