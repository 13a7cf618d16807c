// What the errors of polls and of the database mean, and what to do, in German and by their codes: the API has hints in English,
// with names and numbers in them. Loaded when there is an error. A code, a status or a result that is added to the sources has
// words here, or nothing compiles; test/pages/german.test.ts looks for those of the database.
import { own } from '../parts/own.ts';
import { type Meaning, settings } from './german.ts';
import { ends, plain } from './german-source-errors.ts';
import { DATABASE, store } from './german-store-errors.ts';
import { noToken, refusals, results, statusMeaning } from './german-told-errors.ts';

const fixed: Readonly<Record<string, Meaning>> = { ...plain, ...ends, ...store, ...settings };
const ofLdap: Readonly<Record<string, Meaning>> = results;
const ofEntra: Readonly<Record<string, Meaning>> = refusals;
const ofTokens: Readonly<Record<string, string>> = noToken;

/** Null for a code of a newer collector. */
export function meaningOf(code: string): Meaning | null {
  const known = own(fixed, code);
  if (known) return known;
  if (/^(?:sql|sqlite)-\d+$|^(?:e|err_)[a-z_]+$|^no-connection$/.test(code)) return DATABASE;
  return told(code);
}

/** Of codes with what the other side says. */
function told(code: string): Meaning | null {
  const [, family = '', what = ''] = /^(http|ldap|auth|sign-in)-(.+)$/.exec(code) ?? [];
  if (family === 'http') return statusMeaning(Number(what));
  if (family === 'ldap')
    return (
      own(ofLdap, what) ?? [
        `Das Verzeichnis lehnt die Anfrage ab (LDAP-Ergebnis ${what}).`,
        'Schlagen Sie es in RFC 4511 nach, und sehen Sie in das Log des Servers.',
      ]
    );
  if (family === 'auth') return own(ofEntra, what) ?? plain.auth;
  if (family !== 'sign-in') return null;
  const how = own(ofTokens, what) ?? `mit Status ${what.replace('http-', '')}`;
  return [
    `Der Anmeldeserver lässt niemanden ein: Er antwortet ${how}. Die Abfrage ist zu Ende.`,
    'Prüfen Sie seine Adresse und `proxy`; die Einstellungen nennt der Wortlaut.',
  ];
}
