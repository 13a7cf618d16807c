// A simulated tenant of Neurons, and polls of it.
import type { Estate } from '../../../local/fleet/estate/estate.ts';
import { type IvantiNeurons, ivantiNeurons as simulated } from '../../../local/fleet/ivanti-neurons/index.ts';
import { type Poll, type PollOptions, simulate } from '../polled.ts';

export interface Rig {
  readonly estate: Estate;
  readonly neurons: IvantiNeurons;
  poll(options?: PollOptions): Promise<Poll>;
  close(): Promise<void>;
}

export async function startRig({ users = 30, devices = 45, appsPerDevice = 4 } = {}): Promise<Rig> {
  const company = simulate({ users, devices, appsPerDevice }, 'ivanti-neurons');
  const { estate, authority } = company;
  const neurons = await simulated.start({ estate, authority, clock: Date.now, waits: 'none' });
  process.env.TEST_NEURONS_PASSWORD = neurons.password;
  const settings = {
    url: neurons.url,
    username: neurons.username,
    password: 'env:TEST_NEURONS_PASSWORD',
    personalDevices: true,
    pageSize: 10,
    appRequestsPerMinute: 60_000,
  };
  return {
    estate,
    neurons,
    poll: (options) => company.poll(settings, options),
    close: async () => {
      await neurons.close();
      company.remove();
    },
  };
}
