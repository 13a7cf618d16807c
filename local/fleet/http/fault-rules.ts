// The rules that are in force at one server: which request meets which fault. The first rule that matches decides.

import type { Answer, Exchange } from './exchange.ts';
import type { Memory } from './fault.ts';
import { type FaultRule, faultTable } from './faults.ts';
import type { ListShape } from './list-shape.ts';
import type { Listener, TransportFault } from './listener.ts';

interface ActiveRule {
  rule: FaultRule;
  seen: number;
  done: number;
  memory: Memory;
}

export class FaultRules {
  readonly #listeners: Listener[];
  readonly #clock: () => number;
  readonly #list: ListShape;
  #active: ActiveRule[] = [];

  constructor(listeners: Listener[], clock: () => number, list: ListShape) {
    this.#listeners = listeners;
    this.#clock = clock;
    this.#list = list;
  }

  /** Adds rules to those in force. */
  set(...rules: FaultRule[]): void {
    for (const rule of rules) this.#active.push({ rule, seen: 0, done: 0, memory: {} });
  }

  /** Ends all rules; the transport stays as it is. */
  clear(): void {
    this.#active = [];
  }

  /** What happens below HTTP, from now on; cuts the present connections. */
  async transport(mode: TransportFault): Promise<void> {
    for (const listener of this.#listeners) await listener.setTransport(mode);
  }

  /** How many requests met a fault, or connections one of the transport. */
  get count(): number {
    const connections = this.#listeners.reduce((sum, { struck }) => sum + struck, 0);
    return this.#active.reduce((sum, { done }) => sum + done, connections);
  }

  /** Answers through the rule that matches, or truly. `answer` gives the true answer to a request. */
  async apply(exchange: Exchange, answer: (exchange: Exchange) => Promise<Answer>): Promise<Answer> {
    const active = this.#active.find((candidate) => this.#strikes(candidate, exchange));
    if (!active) return answer(exchange);
    active.done++;
    const { rule, memory } = active;
    return faultTable[rule.fault]({
      exchange,
      rule,
      memory,
      list: this.#list,
      done: active.done,
      answer: (other = exchange) => answer(other),
      now: this.#clock(),
    });
  }

  #strikes(active: ActiveRule, exchange: Exchange): boolean {
    const { rule } = active;
    if (rule.method !== undefined && rule.method !== exchange.method) return false;
    if (rule.path && !rule.path.test(exchange.path)) return false;
    if (rule.query !== undefined && !exchange.query.has(rule.query)) return false;
    if (rule.accept && !rule.accept.test(String(exchange.headers.accept))) return false;
    if (active.seen++ < (rule.after ?? 0)) return false;
    return active.done < (rule.count ?? Number.POSITIVE_INFINITY);
  }
}
