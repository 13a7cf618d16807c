// The domain controller that answers: its name, its invocationId and its update sequence numbers, which no other one shares
// (MS-ADTS 3.1.1.1.9). It can fail over to another one, or be restored from an old image.

import { COMPANY } from '../estate/names.ts';
import { guidBytes } from '../estate/person.ts';
import { guid } from '../random.ts';
import { CONFIGURATION_DN } from './names.ts';

const FIRST_USN = 20_480;
/** Controllers count for themselves: the second one has seen more. */
const OTHER_OFFSET = 731_009;

export class Controller {
  readonly #seed: number;
  #number = 1;
  #restores = 0;
  #offset = 0;
  #knownUntil = Number.POSITIVE_INFINITY;
  /** Whether it has heard of everything since it was set up: false for a new one, and for one restored a moment ago. */
  synchronised = true;

  constructor(seed: number) {
    this.#seed = seed;
  }

  /** From now on another controller answers: other name, other invocationId, other numbers. */
  failOver(): void {
    this.#number = this.#number === 1 ? 2 : 1;
    this.#offset = this.#number === 1 ? 0 : OTHER_OFFSET;
  }

  /** Restored as Microsoft supports it: a new invocationId. */
  restore(): void {
    this.#restores++;
  }

  /** An old image was started: the same invocationId, lower numbers (a USN rollback). */
  rollBack(by: number): void {
    this.#offset -= by;
  }

  /** It is behind its peers: those who came after the change of this number have not reached it. */
  fallBehind(sequence: number): void {
    this.#knownUntil = sequence;
  }

  catchUp(): void {
    this.#knownUntil = Number.POSITIVE_INFINITY;
  }

  knows({ usnCreated }: { usnCreated: number }): boolean {
    return usnCreated <= this.#knownUntil;
  }

  get hostName(): string {
    return `dc${this.#number}.${COMPANY.dnsDomain}`;
  }

  get serverDn(): string {
    return `CN=DC${this.#number},CN=Servers,CN=Default-First-Site-Name,CN=Sites,${CONFIGURATION_DN}`;
  }

  get settingsDn(): string {
    return `CN=NTDS Settings,${this.serverDn}`;
  }

  get invocationId(): Buffer {
    return guidBytes(guid(this.#seed, 1100 + this.#number * 10 + this.#restores));
  }

  /** The number that this controller gave to a change of the estate. */
  usn(sequence: number): string {
    return String(Math.max(1, FIRST_USN + this.#offset + sequence));
  }
}
