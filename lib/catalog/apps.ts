// Kept counts of apps over all company devices: counting them anew for each answer took seconds.
import { internal } from './dataset.ts';
import { bigint, required, text } from './field.ts';

const id = required.bigint('technical', 'Surrogate id, ours');

export const app_group = internal({
  name: 'app_group',
  purpose: 'How many company devices have which app in which version, without persons or devices.',
  key: ['title_key', 'version_text', 'platform'],
  retention: 'while a company device has it, and a day longer at most',
  fields: {
    id,
    title_key: required.text(256)('usage', 'Title, folded, or the id of an app without one', { opaque: true }),
    version_text: required.text(64)('usage', 'Version, folded; empty where there is none', { opaque: true }),
    platform: required.text(16)('technical', 'Platform; empty where there is none', { opaque: true }),
    title: text(256)('usage', 'Title, as one of the devices has it'),
    version: text(64)('usage', 'Version, as one of the devices has it'),
    app_id: required.text(256)('usage', 'Bundle id or package name, as one of the devices has it', { opaque: true }),
    installations: required.integer('usage', 'Rows of systems that tell of it', { unit: 'rows' }),
    devices: required.integer('usage', 'Different company devices that have it', { unit: 'count' }),
    persons: required.integer('usage', 'Different persons who have these', { unit: 'count' }),
  },
});

export const app_mark = internal({
  name: 'app_mark',
  purpose: 'What has to be counted anew of apps: written with what changes the counts.',
  key: ['id'],
  retention: 'a day, until it was counted',
  fields: {
    id,
    title_key: text(256)('usage', 'The app, as in app_group; null where it is those of a device, or all', {
      opaque: true,
    }),
    device_id: bigint('technical', 'Surrogate id of a device whose apps are counted otherwise now; null beside an app'),
  },
});
