// What an operator is told of a tenant whose reports show no names.
import { SourceError } from '../../errors.ts';

export const namesConcealed = (): SourceError =>
  new SourceError('Reports of the tenant conceal the names of people.', {
    code: 'names-concealed',
    hint: 'Nobody can be linked: these rows were counted, and not stored. An administrator shows names in Microsoft 365 admin center, Settings, Org settings, Services, Reports; EMM Lens never does.',
  });
