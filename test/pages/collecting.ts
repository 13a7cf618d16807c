// A source as `/privacy/sources` tells of it.
import type { CollectingSource } from '../../pages/privacy/api.ts';

export const collecting = (more: Partial<CollectingSource>): CollectingSource => ({
  ...{ name: 'intune', type: 'intune', enabled: true, purpose: null, profile: 'core', phoneNumbers: 'masked' },
  ...{ personalDevices: false, switches: [], datasets: [] },
  ...more,
});
