// Privacy: what is collected and why (`#/privacy`), the record of processing (`#/privacy/record/<dataset>`), retention, what is
// sent to the vendor, who read what, and everything about one person.

import { Allowed } from '../parts/allowed.tsx';
import { NoPlace } from '../parts/no-place.tsx';
import { firstPlace, Places } from '../parts/places.tsx';
import { Heading } from '../shell/heading.tsx';
import { textsIn } from '../shell/language.ts';
import type { Operation } from '../shell/operations.ts';
import { route } from '../shell/route.ts';
import { Licence } from '../status/licence.tsx';
import { Retention } from '../status/retention.tsx';
import { Collected } from './collected.tsx';
import { PersonExport } from './person.tsx';
import { Readings } from './readings.tsx';
import { ProcessingRecord } from './record.tsx';
import { texts } from './texts.ts';

const PLACES = ['collected', 'record', 'retention', 'sent', 'readings', 'person'] as const;
type Place = (typeof PLACES)[number];
const NEEDS: Readonly<Record<Place, Operation>> = {
  collected: 'collecting-sources',
  record: 'processing',
  retention: 'retention-receipt',
  sent: 'license-preview',
  readings: 'listAccessLog',
  person: 'user-export',
};

export function View() {
  const t = textsIn(texts);
  const [first = firstPlace(PLACES, NEEDS), dataset, ...further] = route.value.path;
  const place = PLACES.find((one) => one === first);
  const isKnown = place !== undefined && (dataset === undefined || place === 'record') && further.length === 0;
  return (
    <>
      {isKnown && <Heading key={place} title={t.places[place]} />}
      <Places view="privacy" label={t.navigation} places={PLACES} needs={NEEDS} names={t.places} current={first} />
      {isKnown ? (
        <Allowed needs={NEEDS[place]}>
          <Current place={place} dataset={dataset} />
        </Allowed>
      ) : (
        <NoPlace to="privacy" />
      )}
    </>
  );
}

function Current({ place, dataset }: { readonly place: Place; readonly dataset: string | undefined }) {
  switch (place) {
    case 'collected':
      return <Collected />;
    case 'record':
      return <ProcessingRecord dataset={dataset} />;
    case 'retention':
      return <Retention />;
    case 'sent':
      return <Licence of={null} />;
    case 'readings':
      return <Readings />;
    case 'person':
      return <PersonExport />;
  }
}
