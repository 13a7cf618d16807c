// The views, in the order of the navigation. Each is loaded when somebody goes there; another one is a folder and a line here.
import type { ComponentType } from 'preact';
import type { texts } from './texts.ts';

export type ViewName = keyof typeof texts.en.views;

export const views: Partial<Record<ViewName, () => Promise<{ readonly View: ComponentType }>>> = {
  status: () => import('../status/view.tsx'),
};

export const VIEW_NAMES = (['status', 'estate', 'privacy'] as const).filter((name) => views[name]);
