// Privacy: what is collected and why (`#/privacy`), the record of processing (`#/privacy/record/<dataset>`), retention, who read
// what, and everything about one person.

import { Places } from '../parts/places.tsx';
import { Heading } from '../shell/heading.tsx';
import { textsIn } from '../shell/language.ts';
import { route } from '../shell/route.ts';
import { Retention } from '../status/retention.tsx';
import { Collected } from './collected.tsx';
import { PersonExport } from './person.tsx';
import { Readings } from './readings.tsx';
import { ProcessingRecord } from './record.tsx';
import { texts } from './texts.ts';

const PLACES = ['collected', 'record', 'retention', 'readings', 'person'] as const;
type Place = (typeof PLACES)[number];

export function View() {
  const t = textsIn(texts);
  const [first = 'collected', dataset] = route.value.path;
  const place = PLACES.find((one) => one === first) ?? 'collected';
  return (
    <>
      <Heading key={place} title={t.places[place]} />
      <Places view="privacy" label={t.navigation} places={PLACES} names={t.places} current={place} />
      <Current place={place} dataset={dataset} />
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
    case 'readings':
      return <Readings />;
    case 'person':
      return <PersonExport />;
  }
}
