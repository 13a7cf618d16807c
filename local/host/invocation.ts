// Runs one function once: arguments, preInvocation hooks, handler, postInvocation hooks, response, in the worker's order
// (src/eventHandlers/InvocationHandler.ts), bounded by functionTimeout. It never throws: a failure is logged and is an outcome.
import { randomUUID } from 'node:crypto';
import {
  type Core,
  type CoreContext,
  type Handler,
  type InvocationRequest,
  SystemError,
  type TypedData,
} from './core.ts';
import type { HostedFunction } from './functions.ts';
import { type HostLog, readOnly } from './log.ts';

export type Outcome = { succeeded: true; value: TypedData | undefined } | { succeeded: false };
export type Invoker = {
  /** Runs `target` with the data of its trigger. `reason` and the duration stand in the log, as on the real host. */
  invoke(target: HostedFunction, data: TypedData, reason: string, traceParent?: string): Promise<Outcome>;
  /** Resolves when nothing runs any more. */
  idle(): Promise<void>;
};
type Parts = { core: Core; log: HostLog; timeout: number | undefined };

export function createInvoker(parts: Parts): Invoker {
  const running = new Set<Promise<Outcome>>();
  return {
    invoke(target, data, reason, traceParent) {
      const run = invoke(parts, target, data, reason, traceParent);
      running.add(run);
      run.finally(() => running.delete(run));
      return run;
    },
    async idle() {
      while (running.size > 0) await Promise.all(running);
    },
  };
}

async function invoke(
  parts: Parts,
  target: HostedFunction,
  data: TypedData,
  reason: string,
  traceParent?: string,
): Promise<Outcome> {
  const invocationId = randomUUID();
  const category = `Function.${target.name}`;
  const write = (level: 'information' | 'error', message: string) =>
    parts.log.write(level, category, message, invocationId);
  write('information', `Executing 'Functions.${target.name}' (Reason='${reason}', Id=${invocationId})`);
  const started = performance.now();
  const executed = (word: string) =>
    `Executed 'Functions.${target.name}' (${word}, Id=${invocationId}, Duration=${Math.round(performance.now() - started)}ms)`;
  try {
    const value = await withTimeout(parts.timeout, () =>
      runInWorkerOrder(parts, target, request(invocationId, target, data, traceParent)),
    );
    write('information', executed('Succeeded'));
    return { succeeded: true, value: value ?? undefined };
  } catch (error) {
    write('error', `${executed('Failed')}: ${describeFailure(error)}`);
    return { succeeded: false };
  }
}

function request(
  invocationId: string,
  target: HostedFunction,
  data: TypedData,
  traceParent?: string,
): InvocationRequest {
  return {
    invocationId,
    functionId: target.name,
    inputData: [{ name: target.trigger, data }],
    triggerMetadata: {},
    ...(traceParent ? { traceContext: { traceParent, traceState: '', attributes: {} } } : {}),
  };
}

async function runInWorkerOrder(
  parts: Parts,
  target: HostedFunction,
  invocation: InvocationRequest,
): Promise<TypedData | null | undefined> {
  const { core, log } = parts;
  const { invocationId } = invocation;
  const { metadata, handler } = target.registration;
  if (!core.programmingModel) throw new SystemError('No programming model is set.');
  const hookData = {};
  let invocationContext: object | undefined;
  const coreContext: CoreContext = {
    invocationId,
    request: invocation,
    metadata,
    log: (level, kind, message) => {
      const category = kind === 'user' ? `Function.${target.name}.User` : `Function.${target.name}`;
      log.fromApp(level, kind, message, {
        category,
        invocationId,
        hookData,
        ...(invocationContext ? { invocationContext } : {}),
      });
    },
  };
  const model = await core.programmingModel.getInvocationModel(coreContext);
  const { context, inputs } = await model.getArguments();
  invocationContext = context;
  const shared = { hookData, appHookData: core.appHookData, invocationContext: context };

  const before: { inputs: unknown[]; functionCallback: Handler } = { inputs, functionCallback: handler };
  readOnly(before, shared);
  coreContext.state = 'preInvocationHooks';
  for (const hook of core.hooks.preInvocation) await hook(before);

  const after: { inputs: unknown[]; result: unknown; error: unknown } = {
    inputs: before.inputs,
    result: null,
    error: null,
  };
  readOnly(after, shared);
  coreContext.state = 'invocation';
  try {
    after.result = await model.invokeFunction(context, before.inputs, before.functionCallback);
  } catch (error) {
    after.error = error;
  }
  coreContext.state = 'postInvocationHooks';
  for (const hook of core.hooks.postInvocation) await hook(after);
  coreContext.state = undefined;
  // A hook may have swallowed the error, or made one.
  if (after.error !== null && after.error !== undefined) throw after.error;
  return (await model.getResponse(context, after.result)).returnValue;
}

class FunctionTimeout extends Error {}

/** The real host kills the worker process of a function that is out of time; in one process that is not possible: its result is dropped, it runs on. */
async function withTimeout<T>(milliseconds: number | undefined, run: () => Promise<T>): Promise<T> {
  if (milliseconds === undefined) return run();
  const { promise, reject } = Promise.withResolvers<never>();
  // A single Node timer reaches 24.8 days; a longer limit is as good as none.
  const timer = setTimeout(
    () => reject(new FunctionTimeout(`Timeout value of ${milliseconds / 1000} s exceeded`)),
    Math.min(milliseconds, 2 ** 31 - 1),
  );
  // A handler that never ends must not keep a stopped host's process alive.
  timer.unref();
  try {
    return await Promise.race([run(), promise]);
  } finally {
    clearTimeout(timer);
  }
}

/** The class of an error and where it was thrown. Its message only if it is the runtime's own: drivers quote keys, addresses and tokens in theirs. */
function describeFailure(error: unknown): string {
  if (error instanceof FunctionTimeout) return error.message;
  if (!(error instanceof Error)) return `a ${typeof error} was thrown`;
  const frames = (error.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line));
  const own =
    'isAzureFunctionsSystemError' in error ? `${error.constructor.name}: ${error.message}` : error.constructor.name;
  return [own, ...frames.slice(0, 8)].join('\n');
}
