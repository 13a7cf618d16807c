// What a test may change of the simulated service while it runs.

export interface NeuronsSettings {
  /** The service may answer in smaller pages than `rows` asks for. */
  maxPage: number;
  /** How many of 100 devices are in the second space. */
  fieldPercent: number;
  /** Device inventories that one user may ask for in a minute. */
  appCallsPerMinute: number;
  /** Without it the API user sees devices and accounts, and not the tenant. */
  tenantAdmin: boolean;
}
