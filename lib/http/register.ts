// Registers endpoints with the Functions runtime, and remembers them: the OpenAPI document describes what is registered.
import { app, type HttpHandler } from '@azure/functions';
import type { ApiDependencies } from './dependencies.ts';
import type { Endpoint, EndpointDeclaration } from './endpoint.ts';
import { handlerOf } from './handler.ts';
import { measured } from './measured.ts';
import { plainHttp } from './plain.ts';

const registered: EndpointDeclaration[] = [];

/** Registers each endpoint under its name, with its route, method and authLevel. */
export function registerEndpoints<D extends ApiDependencies>(
  endpoints: readonly Endpoint<D>[],
  application: () => Promise<D>,
): void {
  for (const endpoint of endpoints) registerOperation(endpoint, handlerOf(endpoint, application));
}

/** One whose requests are read in a way of their own. */
export function registerOperation(declaration: EndpointDeclaration, handler: HttpHandler): void {
  app.http(declaration.name, {
    route: declaration.route,
    methods: declaration.method === 'GET' ? ['GET', 'HEAD'] : [declaration.method],
    authLevel: declaration.authLevel,
    handler: measured(declaration.route, plainHttp.behind(declaration.authLevel, handler)),
  });
  registered.push(declaration);
}

/** The declarations of all endpoints that were registered so far. */
export function registeredEndpoints(): readonly EndpointDeclaration[] {
  return registered;
}
