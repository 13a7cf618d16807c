// The views that there are, in the order of the navigation. The compiler wants a title and a loader for each.
export const VIEW_NAMES = ['status', 'estate', 'privacy'] as const;
export type ViewName = (typeof VIEW_NAMES)[number];

/** Whether a place in that view can be linked to. */
export const hasView = (name: string): boolean => VIEW_NAMES.some((one) => one === name);
