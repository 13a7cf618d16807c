// What firmware, agents, platforms and people put where an identifier or a name is missing: it names no hardware and
// nobody. One list for both. Behind it stands the bound on how many records one may link, for what nobody has seen yet.

/** As `bare` leaves them, with where each was seen. */
const PLACEHOLDERS: ReadonlySet<string> = new Set([
  // What BIOS makers leave for the assembler to fill in, as the Linux kernel's tables of boards name it
  // (https://github.com/torvalds/linux, DMI_MATCH), and as AMI's default is.
  'tobefilledbyoem',
  'tobefilled',
  'defaultstring',
  'default',
  'oem',
  'serialnumber',
  'systemserialnumber',
  'chassisserialnumber',
  'baseboardserialnumber',
  'bss0123456789',
  'type1sku0',
  'noassettag',
  // The UUID of boards with AMI's firmware whose maker gave none: bytes that count up, as dmidecode prints them.
  '03000200040005000006000700080009',
  // SMBIOS: a string that is not there, as dmidecode and Win32_BIOS print it (https://www.nongnu.org/dmidecode/).
  'notspecified',
  'unspecified',
  'notavailable',
  'notapplicable',
  'notpresent',
  'notset',
  'unavailable',
  // GLPI's list of invalid serial numbers (https://github.com/glpi-project/glpi, src/Blacklist.php).
  'na',
  'nullstring',
  'invalid',
  'sys1234567890',
  'sys9876543210',
  'sn12345',
  'sn1234567890',
  'mb1234567890',
  'eval',
  'iatpass',
  'none',
  'empty',
  'unknow',
  'unknown',
  // What clients, interfaces and people write for "no value".
  'null',
  'nil',
  'undefined',
  'blank',
  'noserial',
  'tbd',
  'test',
  'abc123',
  '123456abcdef',
  // Any application gets this in place of the address: Android 6 and later
  // (https://developer.android.com/about/versions/marshmallow/android-6.0-changes#behavior-hardware-id), iOS 7 and later.
  '020000000000',
  // The network of Android's emulator (https://android.googlesource.com/device/generic/goldfish), and bytes that count up.
  '0215b2000000',
  '000000000001',
  '010203040506',
  '001122334455',
  'aabbccddeeff',
  '00112233445566778899aabbccddeeff',
  '0123456789abcdef0123456789abcdef',
  // GUIDs of examples, filled in as they stand.
  '12345678123412341234123456789012',
  '12345678123456781234567812345678',
  // The id with which Exchange's own check of ActiveSync calls (Test-ActiveSyncConnectivity).
  'validate',
  // IMEIs of phones that lost theirs (BAD_IMEI of CyanogenMod's AriesParts), of Android's emulator, and of tests.
  '004999010640000',
  '358240051111110',
  '350000000000006',
]);

/** Letters and digits alone, however the text is written. */
const bare = (text: string): string =>
  text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]/gu, '');

/** Digits that were typed, not given: 1, 12, 0123456789, 12345678901234, 9876543210, with zeros behind. */
function isTyped(text: string): boolean {
  let end = text.length;
  while (end > 1 && text[end - 1] === '0') end -= 1;
  const digits = [...text.slice(0, end)].map(Number);
  const counts = (step: number, from: readonly number[]): boolean =>
    digits.every((digit, i) => {
      const before = digits[i - 1];
      if (before === undefined) return from.includes(digit);
      const next = (before + step + 10) % 10;
      return digit === next || (next === 0 && digit === (10 + step) % 10);
    });
  return counts(1, [0, 1]) || (digits.length > 4 && counts(-1, [0, 9]));
}

/** Whether a text stands for "there is none". */
export function isPlaceholder(value: string): boolean {
  const text = bare(value);
  // Of an IMEI the last digit checks the others.
  return [text, ...(/^\d{15}$/.test(text) ? [text.slice(0, -1)] : [])].some(
    (one) => new Set(one).size < 2 || PLACEHOLDERS.has(one) || (/^\d+$/.test(one) && isTyped(one)),
  );
}
