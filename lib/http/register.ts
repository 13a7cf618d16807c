// Registers endpoints with the Functions runtime, and remembers them: the OpenAPI document describes what is registered.
import { app } from '@azure/functions';
import type { ApiDependencies } from './dependencies.ts';
import type { Endpoint, EndpointDeclaration } from './endpoint.ts';
import { handlerOf } from './handler.ts';

const registered: EndpointDeclaration[] = [];

/** Registers each endpoint under its name, with its route, method and authLevel. */
export function registerEndpoints<D extends ApiDependencies>(
  endpoints: readonly Endpoint<D>[],
  application: () => Promise<D>,
): void {
  for (const endpoint of endpoints) {
    app.http(endpoint.name, {
      route: endpoint.route,
      methods: [endpoint.method],
      authLevel: endpoint.authLevel,
      handler: handlerOf(endpoint, application),
    });
    registered.push(endpoint);
  }
}

/** The declarations of all endpoints that were registered so far. */
export function registeredEndpoints(): readonly EndpointDeclaration[] {
  return registered;
}
