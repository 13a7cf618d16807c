// The tenant itself, and the device spaces that it is divided into.

import { attribute, entity, field, state } from '../declare.ts';
import * as neurons from './transforms.ts';

export const tenant = entity({
  name: 'tenant',
  dataset: 'infrastructure',
  path: '/api/v1/metadata/tenant',
  parameters: [
    field('id', 'string', 'external_id', { transform: neurons.idText }),
    // Of every tenant there is one; the guide does not name an id of the tenant.
    field('defaultDmPartitionId', 'string', 'external_id', { transform: neurons.idText }),
    field('name', 'string', 'name'),
    attribute('cmPartitionId', 'string', 'technical', { transform: neurons.idText }),
    attribute('defaultDmPartitionId', 'string', 'technical', { transform: neurons.idText }),
  ],
});

export const partition = entity({
  name: 'partition',
  dataset: 'configuration',
  path: '/api/v1/tenant/partition/device',
  parameters: [
    field('id', 'string', 'external_id', { transform: neurons.idText }),
    field('name', 'string', 'name'),
    state('defaultPartition', 'boolean'),
  ],
});
