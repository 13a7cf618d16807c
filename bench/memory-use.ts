// What a process holds in memory, and the most that it ever held.
import { readFileSync } from 'node:fs';

/** `VmRSS`, `VmHWM`: https://man7.org/linux/man-pages/man5/proc_pid_status.5.html */
export function megabytes(name: 'VmRSS' | 'VmHWM'): number {
  const [, kilobytes] = new RegExp(`^${name}:\\s*(\\d+) kB`, 'm').exec(readFileSync('/proc/self/status', 'utf8')) ?? [];
  return Number(kilobytes) / 1024;
}
