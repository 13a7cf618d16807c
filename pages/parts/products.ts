// Products as a language calls them. Names of vendors stay as they are; test/pages/german.test.ts looks for those that are words.
import type { Language } from './formats.ts';
import { own } from './own.ts';

export const products: Readonly<Record<string, string>> = {
  'Exchange (exports of cmdlets)': 'Exchange (Exporte von Cmdlets)',
  'Exchange Online (Graph v1.0 reports)': 'Exchange Online (Berichte aus Graph v1.0)',
  'LDAP directory': 'LDAP-Verzeichnis',
  'Log by mapping': 'Log nach eigener Zuordnung',
  'Web traffic': 'Webverkehr',
};

interface Told {
  /** Null until the source was asked. */
  readonly product: string | null;
  readonly type: string | null;
}

export const productIn = (language: Language, { product, type }: Told): string =>
  (language === 'de' && product !== null ? own(products, product) : undefined) ?? product ?? type ?? '';
