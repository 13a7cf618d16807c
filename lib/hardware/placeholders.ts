// What firmware, agents and platforms put where an identifier is missing: it names no hardware. Behind it stands the
// bound on how many rows an identifier may link (components.ts), for what nobody has seen yet.

/** Folded, with where each was seen. */
const PLACEHOLDERS: ReadonlySet<string> = new Set([
  // What BIOS makers leave for the assembler to fill in, as the Linux kernel's tables of boards name it
  // (https://github.com/torvalds/linux, DMI_MATCH), and as AMI's default is.
  'to be filled by o.e.m.',
  'to be filled by oem',
  'default string',
  'o.e.m.',
  'oem',
  'system serial number',
  'chassis serial number',
  'base board serial number',
  // SMBIOS: a string that is not there, as dmidecode and Win32_BIOS print it (https://www.nongnu.org/dmidecode/).
  'not specified',
  'not available',
  'not applicable',
  'not present',
  // GLPI's list of invalid serial numbers (https://github.com/glpi-project/glpi, src/Blacklist.php).
  'n/a',
  '(null string)',
  'invalid',
  'sys-1234567890',
  'sys-9876543210',
  'sn-12345',
  'sn-1234567890',
  'mb-1234567890',
  'eval',
  'iatpass',
  'none',
  'empty',
  'unknow',
  'unknown',
  // What clients and interfaces write for "no value".
  'null',
  'undefined',
  'na',
  '-',
  // Any application gets these in place of the address: Android 6 and later
  // (https://developer.android.com/about/versions/marshmallow/android-6.0-changes#behavior-hardware-id), iOS 7 and later.
  '020000000000',
  '02:00:00:00:00:00',
]);

/** Digits that were typed, not given: 1, 12, .. 0123456789, 1234567890, with zeros behind. */
const TYPED = /^0?1(2(3(4(5(6(7(8(9(01234567)?)?)?)?)?)?)?)?)?0*$/;
/** One character again and again, whatever separates it: 0000000, xxxxx, ff:ff:ff:ff:ff:ff. */
const isOneCharacter = (text: string): boolean => new Set(text.replace(/[\s:._/-]/g, '')).size < 2;

/** `value` folded, as the identifying columns have it. */
export function isPlaceholder(value: string): boolean {
  const text = value.trim().toLowerCase();
  return PLACEHOLDERS.has(text) || TYPED.test(text) || isOneCharacter(text);
}
