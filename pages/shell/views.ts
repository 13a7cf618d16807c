// Where the code of each view is: it is loaded when somebody goes there.
import type { ComponentType } from 'preact';
import type { ViewName } from './view-names.ts';

export const views: Readonly<Record<ViewName, () => Promise<{ readonly View: ComponentType }>>> = {
  status: () => import('../status/view.tsx'),
  estate: () => import('../estate/view.tsx'),
  privacy: () => import('../privacy/view.tsx'),
};
