// What the programs that start a simulated company share in reading their arguments.

export interface CompanySize {
  readonly users: number;
  readonly devices: number;
  readonly apps: number;
  readonly seed: number;
}

export const COMPANY_HELP = `  --users N      people in the simulated company (1000)
  --devices N    their devices (1500)
  --apps N       apps on a device, about (40)
  --seed S       another company (1)`;

/** For `parseArgs`. */
export const COMPANY_OPTIONS = {
  users: { type: 'string', default: '1000' },
  devices: { type: 'string', default: '1500' },
  apps: { type: 'string', default: '40' },
  seed: { type: 'string', default: '1' },
} as const;

/** Throws RangeError where one of them is no number. */
export const companySize = ({ users, devices, apps, seed }: Record<keyof CompanySize, string>): CompanySize => ({
  users: numberOf('users', users),
  devices: numberOf('devices', devices),
  apps: numberOf('apps', apps),
  seed: numberOf('seed', seed),
});

/** Throws RangeError where the option is no number. */
export function numberOf(name: string, text: string, most = 999_999_999): number {
  if (!/^\d{1,15}$/.test(text) || Number(text) > most) throw new RangeError(`--${name} wants a number up to ${most}`);
  return Number(text);
}

/** What `read` makes of them, null where it finds that help is wanted. Where they are wrong that is told, and the exit code set. */
export function readArguments<T>(help: string, read: () => T | null): T | null {
  try {
    const wanted = read();
    if (wanted === null) console.log(help);
    return wanted;
  } catch (error) {
    console.error(`${error instanceof Error ? error.message : 'wrong option'}\n\n${help}`);
    process.exitCode = 2;
    return null;
  }
}
