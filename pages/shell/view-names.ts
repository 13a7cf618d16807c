// The views that there are, in the order of the navigation. The compiler wants a title and a loader for each.
import type { Operation } from './operations.ts';
import { may } from './rights.ts';

export const VIEW_NAMES = ['status', 'estate', 'privacy'] as const;
export type ViewName = (typeof VIEW_NAMES)[number];

/** Operations of the API without which a view would show nothing but refusals: one of them is enough. */
const NEEDS: Readonly<Record<ViewName, readonly Operation[]>> = {
  status: ['collectors'],
  estate: ['listDevices', 'listStatistics'],
  privacy: ['processing', 'retention-receipt', 'listAccessLog'],
};

/** Those that the key is for. */
export const viewsOfKey = (): readonly ViewName[] => VIEW_NAMES.filter((name) => may(...NEEDS[name]));

/** Whether a place in that view can be linked to. */
export const hasView = (name: string): boolean => VIEW_NAMES.some((one) => one === name);
