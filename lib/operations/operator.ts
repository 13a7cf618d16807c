// What endpoints for operators need beyond those that only read.
import { type Application, application } from '../app.ts';
import type { ApiDependencies } from '../http/dependencies.ts';

export interface OperatorDependencies extends ApiDependencies {
  readonly application: Application;
}

export async function operator(): Promise<OperatorDependencies> {
  const built = await application();
  return { ...built.api, application: built };
}
