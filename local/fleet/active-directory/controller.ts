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
  #synchronised = true;
  #strange = false;
  #digits = 0;
  /** How often it said what it is since it is another one, or another state of itself. */
  struck = 0;

  constructor(seed: number) {
    this.#seed = seed;
  }

  /** From now on another controller answers: other name, other invocationId, other numbers. */
  failOver(): void {
    this.#strange = true;
    this.#number = this.#number === 1 ? 2 : 1;
    this.#offset = this.#number === 1 ? 0 : OTHER_OFFSET;
  }

  /** Restored as Microsoft supports it: a new invocationId. */
  restore(): void {
    this.#strange = true;
    this.#restores++;
  }

  /** An old image was started: the same invocationId, lower numbers (a USN rollback). */
  rollBack(by: number): void {
    this.#strange = true;
    this.#offset -= by;
  }

  /** It is behind its peers: those who came after the change of this number have not reached it. */
  fallBehind(sequence: number): void {
    this.#knownUntil = sequence;
  }

  /** It names a highest number of so many digits. */
  boast(digits: number): void {
    this.#strange = true;
    this.#digits = digits;
  }

  /** It has not yet heard of everything since it was set up. */
  loseSynchronisation(): void {
    this.#strange = true;
    this.#synchronised = false;
  }

  /** It knows what its peers know, and nothing about it is new any more. */
  settle(): void {
    this.#knownUntil = Number.POSITIVE_INFINITY;
    this.#synchronised = true;
    this.#strange = false;
    this.#digits = 0;
    this.struck = 0;
  }

  /** Of the RootDSE: asked by whoever begins to read. */
  get isSynchronized(): string {
    if (this.#strange) this.struck++;
    return this.#synchronised ? 'TRUE' : 'FALSE';
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

  /** Of the RootDSE, for this change as the last one. */
  highestUsn(sequence: number): string {
    return this.#digits > 0 ? '9'.repeat(this.#digits) : this.usn(sequence);
  }

  /** The number that this controller gave to a change of the estate. */
  usn(sequence: number): string {
    return String(Math.max(1, FIRST_USN + this.#offset + sequence));
  }
}
