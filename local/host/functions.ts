// Turns what the bundle registered into functions that can run: HTTP and timer triggers, checked as the real host checks them.
// What is wrong or not supported leaves that one function out, with an error line that names the function and the feature.
import type { BindingInfo, Registration } from './core.ts';
import { conflicts, parseRoute, type Route } from './routes.ts';
import { isSubMinute, parseSchedule, type Schedule } from './schedule.ts';
import type { Settings } from './settings.ts';

export type AuthLevel = 'anonymous' | 'function' | 'admin';
type Common = { name: string; registration: Registration; trigger: string; disabled: boolean };
export type HttpFunction = Common & { kind: 'http'; template: string; route: Route; authLevel: AuthLevel };
export type TimerFunction = Common & { kind: 'timer'; expression: string; schedule: Schedule; runOnStartup: boolean };
export type HostedFunction = HttpFunction | TimerFunction;

/** The functions that can run, in the order of registration; `refuse` hears of each that cannot, and why. */
export function indexFunctions(
  registrations: Iterable<Registration>,
  settings: Settings,
  now: Date,
  refuse: (name: string, reason: string) => void,
): HostedFunction[] {
  const functions: HostedFunction[] = [];
  for (const registration of registrations) {
    const { name } = registration.metadata;
    try {
      const hosted = indexFunction(registration, settings, now);
      refuseConflict(hosted, functions);
      functions.push(hosted);
    } catch (error) {
      refuse(name, error instanceof Error ? error.message : 'unknown error');
    }
  }
  return functions;
}

function indexFunction(registration: Registration, settings: Settings, now: Date): HostedFunction {
  const { name, bindings, retryOptions } = registration.metadata;
  if (!/^[a-z][a-z0-9_-]{0,127}$/i.test(name) || name.toLowerCase() === 'host')
    throw new Error('The name is not valid.');
  if (retryOptions) throw new Error('Retry options are not supported by the embedded host.');
  const [trigger, binding] = onlyTrigger(bindings);
  const common = { name, registration, trigger, disabled: settings.isDisabled(name) };
  return binding.type?.toLowerCase() === 'httptrigger'
    ? httpFunction(common, binding, settings)
    : timerFunction(common, binding, settings, now);
}

/** The trigger of the function; any other binding than the HTTP response of an HTTP function is refused. */
function onlyTrigger(bindings: Record<string, BindingInfo>): [name: string, binding: BindingInfo] {
  const entries = Object.entries(bindings);
  const trigger = entries.find(([, binding]) => /trigger$/i.test(binding.type ?? ''));
  if (!trigger) throw new Error('It has no trigger.');
  const type = trigger[1].type?.toLowerCase();
  if (type !== 'httptrigger' && type !== 'timertrigger') {
    throw new Error(`The trigger '${trigger[1].type}' is not supported by the embedded host.`);
  }
  for (const [name, { type: other = '' }] of entries) {
    const response = type === 'httptrigger' && name === '$return' && other.toLowerCase() === 'http';
    if (name !== trigger[0] && !response) {
      throw new Error(`The binding '${name}' of type '${other}' is not supported by the embedded host.`);
    }
  }
  return trigger;
}

function httpFunction(common: Common, binding: BindingInfo, settings: Settings): HttpFunction {
  const own = typeof binding.route === 'string' && binding.route !== '' ? binding.route : common.name;
  if (/^(admin|runtime)/i.test(own)) throw new Error('The specified route conflicts with one or more built in routes.');
  if (/^[/~]/.test(own)) throw new Error(`The route '${own}' must not start with '/' or '~'.`);
  const template = settings.routePrefix ? `${settings.routePrefix}/${own}` : own;
  const methods: unknown[] = Array.isArray(binding.methods) ? binding.methods : [];
  const route = parseRoute(
    template,
    methods.filter((method) => typeof method === 'string'),
  );
  return { ...common, kind: 'http', template, route, authLevel: authLevel(binding.authLevel) };
}

function authLevel(value: unknown): AuthLevel {
  const level = String(value ?? 'function').toLowerCase();
  if (level === 'anonymous' || level === 'function' || level === 'admin') return level;
  throw new Error(`The authLevel '${level}' is not supported by the embedded host.`);
}

function timerFunction(common: Common, binding: BindingInfo, settings: Settings, now: Date): TimerFunction {
  if (typeof binding.schedule !== 'string') throw new Error('The timer has no schedule.');
  const expression = settings.resolve(binding.schedule);
  const schedule = parseSchedule(expression);
  if (binding.useMonitor !== false && !isSubMinute(schedule, now)) {
    throw new Error(
      'A monitored timer (useMonitor) needs a storage account; the embedded host has none. Set useMonitor: false.',
    );
  }
  return { ...common, kind: 'timer', expression, schedule, runOnStartup: binding.runOnStartup === true };
}

function refuseConflict(hosted: HostedFunction, others: HostedFunction[]): void {
  for (const other of others) {
    if (other.name.toLowerCase() === hosted.name.toLowerCase()) {
      throw new Error(`The function name differs from '${other.name}' by case alone.`);
    }
    if (hosted.kind === 'http' && other.kind === 'http' && conflicts(hosted.route, other.route)) {
      throw new Error(`The route specified conflicts with the route defined by function '${other.name}'.`);
    }
  }
}
