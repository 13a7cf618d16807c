// A simulated EPMM, and polls of it.
import type { Description } from '../../../lib/sources/contract.ts';
import type { Estate } from '../../../local/fleet/estate/estate.ts';
import { type IvantiEpmm, ivantiEpmm as simulated } from '../../../local/fleet/ivanti-epmm/index.ts';
import { type Poll, type PollOptions, simulate } from '../polled.ts';

export interface Rig {
  readonly estate: Estate;
  readonly epmm: IvantiEpmm;
  poll(options?: PollOptions): Promise<Poll>;
  describe(): Promise<Description>;
  close(): Promise<void>;
}

export async function startRig({ users = 40, devices = 60, appsPerDevice = 5 } = {}): Promise<Rig> {
  const company = simulate({ users, devices, appsPerDevice }, 'ivanti-epmm');
  const { estate, authority } = company;
  const epmm = await simulated.start({ estate, authority, clock: () => Date.now() });
  process.env.TEST_EPMM_PASSWORD = epmm.password;
  const settings = {
    url: epmm.url,
    username: epmm.username,
    password: 'env:TEST_EPMM_PASSWORD',
    personalDevices: true,
  };
  return {
    estate,
    epmm,
    poll: (options) => company.poll(settings, options),
    describe: () => company.describe(settings),
    close: async () => {
      await epmm.close();
      company.remove();
    },
  };
}

/** What the server was asked, decoded: `path?query`. */
export const askedOf = ({ epmm }: Rig): string[] =>
  epmm.requests.map(({ path, query }) => `${path}?${decodeURIComponent(query.replaceAll('+', ' '))}`);
