// The tenant itself, and the device spaces that it is divided into.

import { attribute, field, state } from '../declare.ts';
import type { Entity } from '../parameters.ts';
import * as values from './values.ts';

export const tenant: Entity = {
  name: 'tenant',
  dataset: 'infrastructure',
  path: '/api/v1/metadata/tenant',
  parameters: [
    field('id', 'string', 'technical', 'external_id', { transform: values.idText }),
    // Of every tenant there is one; the guide does not name an id of the tenant.
    field('defaultDmPartitionId', 'string', 'technical', 'external_id', { transform: values.idText }),
    field('name', 'string', 'technical', 'name'),
    attribute('cmPartitionId', 'string', 'technical', { transform: values.idText }),
    attribute('defaultDmPartitionId', 'string', 'technical', { transform: values.idText }),
  ],
};

export const partition: Entity = {
  name: 'partition',
  dataset: 'configuration',
  path: '/api/v1/tenant/partition/device',
  parameters: [
    field('id', 'string', 'technical', 'external_id', { transform: values.idText }),
    field('name', 'string', 'technical', 'name'),
    state('defaultPartition', 'boolean'),
  ],
};
