// What operators asked for and decided: who, when and what, in the journal and in the log.
import type { ApiRequest } from '../http/endpoint.ts';
import { consoleLogger } from '../log.ts';
import type { WriteTransaction } from '../store/index.ts';
import type { OperatorDependencies } from './operator.ts';

interface Action {
  /** Name of the operation of the API. */
  readonly operation: string;
  readonly source: string | null;
  readonly details: Readonly<Record<string, unknown>>;
}

/** Within the transaction that carries it out. */
export async function noteAction(
  tx: WriteTransaction,
  { clock }: OperatorDependencies,
  { principal }: ApiRequest,
  { operation, source, details }: Action,
): Promise<void> {
  const row = { occurred_at: clock.now(), principal, operation, source, details: JSON.stringify(details) };
  await tx.insert('operator_journal', [row]);
}

/** After it was written. By the key alone: no name of a person stands in a log, and the journal has the operator's. */
export const sayAction = ({ principal }: ApiRequest, { operation, source, details }: Action): void =>
  consoleLogger.info('an operator acted', {
    operation,
    ...(source === null ? {} : { source }),
    who: keyOf(principal),
    details: JSON.stringify(details),
  });

const keyOf = (principal: string): string =>
  principal.split(' ').findLast((part) => /^key:[0-9a-f]+$/.test(part)) ?? 'without a key';

/** Both, for what needs no transaction of its own. */
export async function journal(dependencies: OperatorDependencies, request: ApiRequest, action: Action): Promise<void> {
  await dependencies.store.write((tx) => noteAction(tx, dependencies, request, action));
  sayAction(request, action);
}
