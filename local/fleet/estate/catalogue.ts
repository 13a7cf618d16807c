// The apps that may be found on devices: some hundreds of titles, each with a line of versions.
// The first titles of a platform are the managed ones, which nearly every device carries.
import { createHash } from 'node:crypto';
import { below, hash, pick, saltOf } from '../random.ts';
import type { Platform } from './models.ts';

export interface Title {
  platform: Platform;
  /** Position in its platform's list. */
  index: number;
  name: string;
  publisher: string;
  seed: number;
}

/** One version of a title, as Intune's detected apps count them. */
export interface AppVersion {
  /** 64 hexadecimal digits. */
  id: string;
  title: Title;
  version: string;
  sizeInByte: number;
}

const MANAGED = [
  'Microsoft Outlook',
  'Microsoft Teams',
  'Microsoft Authenticator',
  'Microsoft OneDrive',
  'Microsoft Edge',
  'Microsoft Word',
  'Microsoft Excel',
  'Microsoft PowerPoint',
  'Company Portal',
  'Microsoft Defender',
  'Microsoft OneNote',
  'Microsoft To Do',
];

const KNOWN = [
  'Adobe Acrobat Reader',
  'Slack',
  'Zoom Workplace',
  'Webex',
  'Signal',
  'WhatsApp Messenger',
  'LinkedIn',
  'SAP Concur',
  'Salesforce',
  'ServiceNow Agent',
  'Jira Cloud',
  'Confluence',
  'Notion',
  'Trello',
  'Miro',
  'Google Chrome',
  'Mozilla Firefox',
  'Google Maps',
  'DB Navigator',
  'Uber',
  'DeepL Übersetzer',
  'Spotify',
  'KeePassXC, "Portable"',
  'Citrix Workspace',
  'TeamViewer QuickSupport',
  'F5 Access',
  'Cisco Secure Client',
  'GlobalProtect',
  'Okta Verify',
  'Duo Mobile',
  '1Password',
  'Bitwarden',
  '微信',
  'Übersicht & Plan',
];

const FIRST = [
  'Field',
  'Cloud',
  'Smart',
  'Quick',
  'Meeting',
  'Travel',
  'Expense',
  'Asset',
  'Fleet',
  'Safety',
  'Shift',
  'Ware',
  'Doc',
  'Scan',
  'Time',
];
const SECOND = ['Planner', 'Tracker', 'Desk', 'Notes', 'Sync', 'Viewer', 'Center', 'Assist', 'Board', 'Guide'];

const generated = FIRST.flatMap((first) => SECOND.map((second) => `${first}${second}`));
const PUBLISHERS = [
  'Northwind',
  'Fabrikam, Inc.',
  'Tailspin Toys',
  'Adventure Works GmbH & Co. KG',
  'Litware',
  'Proseware "Apps"',
];

function titlesOf(platform: Platform): Title[] {
  const names = [...MANAGED, ...KNOWN, ...generated];
  return names.map((name, index) => {
    const seed = saltOf(`${platform}/${name}`);
    const publisher = index < MANAGED.length ? 'Microsoft Corporation' : pick(PUBLISHERS, seed, 1);
    // Intune knows no publisher for most mobile apps.
    return { platform, index, name, publisher: platform === 'windows' || platform === 'macos' ? publisher : '', seed };
  });
}

export const MANAGED_TITLES = MANAGED.length;

export const TITLES: Record<Platform, readonly Title[]> = {
  ios: titlesOf('ios'),
  android: titlesOf('android'),
  windows: titlesOf('windows'),
  macos: titlesOf('macos'),
};

const versions = new Map<Title, AppVersion[]>();

function makeVersion(title: Title, step: number): AppVersion {
  const major = 1 + below(24, title.seed, 2);
  const minor = below(60, title.seed, 3) + step;
  const patch = below(10, hash(title.seed, step), 4);
  const version = title.platform === 'windows' ? `${major}.${minor}.${patch}.0` : `${major}.${minor}.${patch}`;
  const id = createHash('sha256').update(`${title.platform}/${title.name}/${version}`).digest('hex');
  const sizeInByte = title.platform === 'windows' ? 1_000_000 + below(400_000_000, title.seed, 5) : 0;
  return { id, title, version, sizeInByte };
}

/** The `step`-th version of a title; each exists once, so that it may be compared by identity. */
export function versionOf(title: Title, step: number): AppVersion {
  let line = versions.get(title);
  if (!line) {
    line = [];
    versions.set(title, line);
  }
  const known = line[step];
  if (known) return known;
  const made = makeVersion(title, step);
  line[step] = made;
  return made;
}
