// Faults that any connector over HTTP may meet, declared once and bound to one: its server, its list, its outcomes.
import type { FaultRules } from '../../local/fleet/http/fault-rules.ts';
import type { FaultRule } from '../../local/fleet/http/faults.ts';
import type { TransportFault } from '../../local/fleet/http/listener.ts';
import type { Company } from '../end-to-end/company.ts';
import type { Fault, Group, Outcome } from './fault.ts';
import { HINTS } from './hints.ts';

/** What of a connector the faults need to know. */
export interface HttpBinding {
  /** The faults of its server. */
  readonly rules: (company: Company) => FaultRules;
  /** Requests for data, whatever they read. */
  readonly api: RegExp;
  /** The list that is read page by page, three pages at least. */
  readonly list: RegExp;
  /** What becomes of a poll that cannot read the list, and can read all else. */
  readonly withoutList: Pick<Outcome, 'poll' | 'written'>;
  /** What differs from other connectors, by the name of the fault. */
  readonly outcomes?: Readonly<Record<string, Partial<Outcome>>>;
  /** Names of faults that its protocol cannot have. */
  readonly without?: readonly string[];
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
  readonly verify?: (company: Company) => void;
}

/** Nothing could be read at all. */
export const failed = (code: string, hint: string): Outcome => ({
  state: 'failing',
  poll: 'failed',
  code,
  hint,
  written: 'nothing',
});
/** The list could not be read. */
export const withoutList =
  (code: string, hint: string): HttpFault['outcome'] =>
  (binding) => ({ state: 'failing', code, hint, ...binding.withoutList });
/** It was waited out, or asked again. */
export const OK: Outcome = { state: 'ok', poll: 'complete', code: null, hint: null, written: 'everything' };

/** The faults as they strike one connector. */
export function boundTo(binding: HttpBinding, faults: readonly HttpFault[]): readonly Fault[] {
  return faults
    .filter(({ name }) => !binding.without?.includes(name))
    .map(({ name, group, transport, rules, outcome, remedy, verify }) => ({
      name,
      group,
      remedy,
      outcome: { ...outcome(binding), ...binding.outcomes?.[name] },
      strike: async (company) => {
        if (transport) await binding.rules(company).transport(transport);
        if (rules) binding.rules(company).set(...rules(binding, company));
      },
      ...(verify ? { verify } : {}),
    }));
}

export const connectionFaults: readonly HttpFault[] = [
  {
    name: 'the port is closed',
    group: 'connection',
    transport: 'refused',
    outcome: () => failed('refused', HINTS.refused),
    remedy: 'Start the server, or correct its address; look at the firewall.',
  },
  {
    name: 'connections are accepted and never answered',
    group: 'connection',
    transport: 'half-open',
    outcome: () => failed('timeout', HINTS.timeout),
    remedy: 'Look at the server, and at the firewall or balancer before it.',
  },
  {
    name: 'a request is never answered',
    group: 'connection',
    rules: ({ api }) => [{ fault: 'stall', path: api }],
    outcome: () => failed('timeout', HINTS.timeout),
    remedy: 'Look at the load of the server; raise `idleTimeoutSeconds` where it is only slow.',
  },
];
