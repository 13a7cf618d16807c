// What a connector gives to the contract suite. How to add one:
//
// 1. Its fault target (test/faults/<type>-target.ts) says which fleet it reads, its entry in the sources file, which
//    datasets are compared with the truth, and how the company changes. It is used here as it is. Its pages are small:
//    three or more of the list.
// 2. `<type>.ts` here, as intune.ts. Over HTTP the wire is `overHttp(binding)`, where `binding` is the one of the HTTP
//    faults (test/faults/<type>-faults.ts, exported), or an object with its first four properties.
// 3. `switches`: one line for each switch that decides what is asked: apps, location, roaming, an excluded parameter.
//    `unknownValues`: one line for each field that holds an enumeration of the vendor as it comes (`*_state`).
// 4. Its row in products.ts.

import type { JsonObject } from '../../local/fleet/http/exchange.ts';
import type { FaultRule } from '../../local/fleet/http/faults.ts';
import type { FleetOptions } from '../../local/fleet/index.ts';
import type { SourceEntry } from '../end-to-end/company.ts';
import { Company } from '../end-to-end/company.ts';
import type { FaultTarget } from '../faults/fault.ts';
import { answered, type HttpBinding } from '../faults/http-faults.ts';

export interface ContractTarget {
  /** Server, source, datasets with their truth, and what happens in the company. */
  readonly reads: FaultTarget;
  readonly wire: Wire;
  readonly switches: readonly Switched[];
  readonly unknownValues?: readonly UnknownValue[];
  /** A company with many pages, of the sizes that the connector has in earnest (default: 600 people and devices). */
  readonly large?: Large;
}

/** The protocol, as far as the promises steer it. */
export interface Wire {
  /** Everything that the server was asked, oldest first, one text for each request. */
  readonly asked: (company: Company) => readonly string[];
  /** How many pages of the list were answered so far. */
  readonly pages: (company: Company) => number;
  /** The dataset that the list fills. */
  readonly dataset: string;
  /** The second page of the list fails, again and again, until the target clears it. The next poll reads it whole. */
  readonly failPage: (company: Company, database: string) => void;
  /** Every object of the answers gets properties more, or other values; absent where the server sends what is asked alone. */
  readonly plant?: (company: Company, plant: Plant) => void;
}

export interface Plant {
  readonly add?: JsonObject;
  readonly set?: JsonObject;
}

export interface Switched {
  readonly name: string;
  /** Settings of the source with which something is read, and without it. */
  readonly on: SourceEntry;
  readonly off: SourceEntry;
  /** What is asked only while it is on; null where the interface cannot leave it out of its answers. */
  readonly asks: RegExp | null;
  /** The mirror that holds it. */
  readonly dataset: string;
}

/** A property with an enumeration of the vendor, and the field that has to hold whatever stands there. */
export interface UnknownValue {
  readonly wire: string;
  readonly dataset: string;
  readonly field: string;
}

export interface Large {
  readonly fleet?: Partial<FleetOptions>;
  readonly settings?: SourceEntry;
  readonly prepare?: (company: Company) => void;
}

/** The wire of a connector over HTTP; properties of these names are left as they are: others would be another answer. */
export function overHttp(
  { system, api, list, dataset }: Pick<HttpBinding, 'system' | 'api' | 'list' | 'dataset'>,
  left: readonly string[] = [],
): Wire {
  const strike = (company: Company, rule: FaultRule): void => system(company).faults.set(rule);
  return {
    asked: (company) =>
      system(company).requests.map(({ method, path, query }) => `${method} ${path}?${decoded(query)}`),
    pages: (company) => answered(system(company).requests, list),
    dataset,
    failPage: (company) => strike(company, { fault: 'forbidden', path: list, after: 1 }),
    plant: (company, { add, set = {} }) => {
      const others = Object.fromEntries(Object.entries(set).filter(([name]) => !left.includes(name)));
      strike(company, { fault: 'planted', path: api, plant: { ...(add && { add }), set: others } });
    },
  };
}

const decoded = (query: string): string => decodeURIComponent(query.replaceAll('+', ' '));

/** A company as the target wants it, with its source alone. */
export async function companyOf({ reads }: ContractTarget): Promise<Company> {
  const company = await Company.start(reads.fleet);
  reads.prepare?.(company);
  return company;
}

/** No promise is about time: other tests may run beside. */
const BUDGET_SECONDS = 300;

/** Its entry in the sources file. */
export const entryOf = ({ reads }: ContractTarget, company: Company, settings: SourceEntry = {}): SourceEntry => ({
  ...reads.source(company),
  profile: 'core',
  timeBudgetSeconds: BUDGET_SECONDS,
  ...settings,
});
