// What of a row answered the search: `IMEI (exactly)`, the best first.
import { textsIn } from '../shell/language.ts';
import type { Match } from './api.ts';
import { texts } from './texts.ts';
import { wordIn } from './words.tsx';

const SHOWN = 3;

export function Matched({ matched }: { readonly matched: readonly Match[] }) {
  const t = textsIn(texts);
  if (matched.length === 0) return <>{t.search.alone}</>;
  return (
    <ul class="lines-of">
      {matched.slice(0, SHOWN).map(({ field, rank }) => (
        <li key={field}>
          {t.search.match(attributeIn(field) ?? wordIn(t.words.fields, field) ?? field, t.words.ranks[rank])}
        </li>
      ))}
    </ul>
  );
}

/** What systems call `proxyAddresses`, `imei2` and the like, by what is in the name. */
const ATTRIBUTES: readonly (readonly [RegExp, keyof (typeof texts)['en']['search']['attributes']])[] = [
  ...([
    [/imei/i, 'imei'],
    [/employee/i, 'employee'],
    [/mac/i, 'mac'],
    [/serial/i, 'serial'],
  ] as const),
  ...([
    [/principal/i, 'upn'],
    [/mail|address/i, 'mail'],
    [/name$/i, 'account'],
    [/./, 'other'],
  ] as const),
];

function attributeIn(field: string): string | null {
  const { attributes } = textsIn(texts).search;
  const kind = field.startsWith('attributes.')
    ? ATTRIBUTES.find(([named]) => named.test(field.slice(11)))?.[1]
    : undefined;
  return kind === undefined ? null : attributes[kind];
}
