// Names, places and numbers of the simulated company. Names are common ones, so that namesakes occur; the first dozen
// people carry the names that break software. Phone numbers are from the ranges kept free for fiction.
import { below, digits, hash, pick } from '../random.ts';

export const COMPANY = {
  name: 'Contoso Ltd.',
  mailDomain: 'contoso.example',
  dnsDomain: 'corp.contoso.example',
  netbios: 'CORP',
};

const GIVEN_NAMES = [
  'Anna',
  'Ben',
  'Carla',
  'David',
  'Elena',
  'Felix',
  'Greta',
  'Hannes',
  'Ida',
  'Jonas',
  'Katrin',
  'Lars',
  'Mia',
  'Noah',
  'Olga',
  'Paul',
  'Quentin',
  'Rosa',
  'Sven',
  'Tina',
  'Umar',
  'Vera',
  'Wim',
  'Xenia',
  'Yusuf',
  'Zoe',
  'Amélie',
  'Bjørn',
  'Chloé',
  'Dörte',
  'Eoin',
  'Fatma',
  'Giulia',
  'Håkon',
  'Inês',
  'Jürgen',
  'Kei',
  'Liam',
  'Māra',
  'Nadia',
  'Oisín',
  'Priya',
  'Rafał',
  'Søren',
  'Thandi',
] as const;

const SURNAMES = [
  'Berg',
  'Schmidt',
  'Weber',
  'Fischer',
  'Wagner',
  'Becker',
  'Hoffmann',
  'Koch',
  'Richter',
  'Klein',
  'Wolf',
  'Neumann',
  'Schwarz',
  'Smith',
  'Jones',
  'Taylor',
  'Brown',
  'Evans',
  'Walker',
  'Wright',
  'Martin',
  'Bernard',
  'Dubois',
  'Moreau',
  'Laurent',
  'Rossi',
  'Ferrari',
  'Costa',
  'Silva',
  'Santos',
  'García',
  'López',
  'Nowak',
  'Kowalski',
  'Novák',
  'Horváth',
  'Jensen',
  'Nielsen',
  'Larsen',
  'Andersson',
  'Lindqvist',
  'Virtanen',
  'de Vries',
  'van den Berg',
  'Yılmaz',
  'Kaya',
  'Chen',
  'Wang',
  'Tanaka',
  'Patel',
  'Singh',
  'Okafor',
] as const;

export interface FullName {
  givenName: string;
  surname: string;
  /** Where the display name is not "given surname". */
  displayName?: string;
  /** The part of the mail address before the sign, where it cannot be spelled from the name. */
  alias?: string;
}

const NASTY_NAMES: readonly FullName[] = [
  { givenName: 'Anna', surname: 'Berg', displayName: 'Berg, Anna' },
  { givenName: 'Jörg', surname: 'Müller' },
  { givenName: 'Åse', surname: 'Ørsted' },
  { givenName: "Síle D'Arcy", surname: "O'Brien" },
  { givenName: 'İpek', surname: 'Iğdır' },
  { givenName: '娜', surname: '李', displayName: '李娜', alias: 'li.na' },
  { givenName: 'Sam', surname: 'Sparks', displayName: 'Sam Sparks 🚀' },
  { givenName: 'Tess', surname: 'Blank', displayName: 'Tess Blank ' },
  { givenName: 'Straße', surname: 'Großmann' },
  { givenName: 'René "Rex"', surname: 'Le+Fèvre; <Jr>', alias: 'rene.lefevre' },
  { givenName: 'Back\\slash', surname: 'Per%cent_[x]', alias: 'back.slash' },
  { givenName: 'Jörg', surname: 'Müller', displayName: 'Jo\u0308rg Mu\u0308ller', alias: 'joerg.mueller2' },
];

export const DEPARTMENTS = [
  'Sales',
  'Marketing',
  'Finance',
  'Human Resources',
  'IT',
  'Engineering',
  'Research, Development & Design',
  'Legal',
  'Operations',
  'Support',
  'Logistics',
  'Procurement',
] as const;

export const TITLES = [
  'Specialist',
  'Manager',
  'Engineer',
  'Analyst',
  'Consultant',
  'Coordinator',
  'Team Lead',
  'Assistant',
  'Architect',
] as const;

export interface Site {
  city: string;
  state: string;
  country: string;
  countryCode: string;
  numeric: number;
  postalCode: string;
  street: string;
  language: string;
  carriers: readonly [string, ...string[]];
}

export const SITES: readonly [Site, ...Site[]] = [
  {
    city: 'München',
    state: 'Bayern',
    country: 'Germany',
    countryCode: 'DE',
    numeric: 276,
    postalCode: '80331',
    street: 'Marienplatz 1',
    language: 'de-DE',
    carriers: ['Telekom.de', 'Vodafone.de', 'o2 - de'],
  },
  {
    city: 'Berlin',
    state: 'Berlin',
    country: 'Germany',
    countryCode: 'DE',
    numeric: 276,
    postalCode: '10115',
    street: 'Invalidenstraße 117',
    language: 'de-DE',
    carriers: ['Telekom.de', 'Vodafone.de', 'o2 - de'],
  },
  {
    city: 'London',
    state: 'Greater London',
    country: 'United Kingdom',
    countryCode: 'GB',
    numeric: 826,
    postalCode: 'EC1A 1BB',
    street: '1 Aldersgate Street',
    language: 'en-GB',
    carriers: ['EE', 'O2 - UK', 'vodafone UK'],
  },
  {
    city: 'Paris',
    state: 'Île-de-France',
    country: 'France',
    countryCode: 'FR',
    numeric: 250,
    postalCode: '75001',
    street: '1 rue de Rivoli',
    language: 'fr-FR',
    carriers: ['Orange F', 'F SFR', 'Bouygues Telecom'],
  },
  {
    city: 'Austin',
    state: 'TX',
    country: 'United States',
    countryCode: 'US',
    numeric: 840,
    postalCode: '78701',
    street: '100 Congress Ave',
    language: 'en-US',
    carriers: ['AT&T', 'Verizon', 'T-Mobile'],
  },
];

/** A mobile number of the site's country from a range reserved for fiction (Bundesnetzagentur, Ofcom, ARCEP, NANPA), in E.164. */
export function mobileNumber(site: Site, seed: number, salt: number): string {
  switch (site.countryCode) {
    case 'DE':
      return `+4917139200${digits(2, seed, salt)}`;
    case 'GB':
      return `+447700900${digits(3, seed, salt)}`;
    case 'FR':
      return `+3363998${digits(4, seed, salt)}`;
    default:
      return `+1${200 + below(780, seed, salt + 1)}55501${digits(2, seed, salt)}`;
  }
}

/** The office line, printed with blanks as people type it into directories. */
export function officeNumber(site: Site, seed: number, salt: number): string {
  const extension = digits(2, seed, salt);
  switch (site.countryCode) {
    case 'DE':
      return site.city === 'Berlin' ? `+49 30 23125 0${extension}` : `+49 89 99998 0${extension}`;
    case 'GB':
      return `+44 20 7946 00${extension}`;
    case 'FR':
      return `+33 1 99 00 ${extension} ${digits(2, seed, salt + 1)}`;
    default:
      return `+1 512-555-01${extension}`;
  }
}

export function personName(number: number, seed: number): FullName {
  const nasty = NASTY_NAMES[number];
  if (nasty) return nasty;
  return { givenName: pick(GIVEN_NAMES, seed, 1), surname: pick(SURNAMES, seed, 2) };
}

/** Latin letters only, as mail administrators spell a name. */
export function spelled(name: string): string {
  const german: Record<string, string> = {
    ä: 'ae',
    ö: 'oe',
    ü: 'ue',
    ß: 'ss',
    ø: 'o',
    å: 'a',
    ı: 'i',
    ł: 'l',
    æ: 'ae',
  };
  const folded = name
    .normalize('NFC')
    .toLowerCase()
    .replace(/[äöüßøåıłæ]/g, (letter) => german[letter] ?? letter);
  return folded.normalize('NFD').replace(/[^a-z0-9]/g, '');
}

export function siteOf(seed: number): Site {
  return SITES[hash(seed, 3) % SITES.length] ?? SITES[0];
}
