// Short forms for one line of a parameters table: into a field of the dataset, or into its attributes.
import type { PersonalDataClass } from '../catalog/index.ts';
import type { Parameter, Profile, WireType } from './parameters.ts';

type Options = Pick<Parameter, 'unit' | 'transform' | 'tracked' | 'description' | 'attribute' | 'switch'>;

/** Core, unless said otherwise: a property that a field of the catalogue stands for. */
export function field(
  wire: string,
  type: WireType,
  personalDataClass: PersonalDataClass,
  name: string,
  options: Options & { profile?: Profile } = {},
): Parameter {
  return { wire, type, class: personalDataClass, profile: 'core', field: name, ...options };
}

/** A property that goes into `attributes`, in the extended profile unless said otherwise. */
export function attribute(
  wire: string,
  type: WireType,
  personalDataClass: PersonalDataClass,
  options: Options & { profile?: Profile } = {},
): Parameter {
  return { wire, type, class: personalDataClass, profile: 'extended', ...options };
}

/** A state or setting of the device or service: technical, and its changes are recorded. */
export function state(wire: string, type: WireType = 'string', options: Options = {}): Parameter {
  return attribute(wire, type, 'technical', { tracked: true, ...options });
}

/** Parameters of a further record of the same thing: in `attributes` they stand under its name. */
export function under(name: string, parameters: readonly Parameter[]): readonly Parameter[] {
  return parameters.map((p) => (p.field === undefined ? { ...p, attribute: `${name}.${p.wire}` } : p));
}

/** A property that EMM Lens does not read, and why. */
export interface LeftOut {
  readonly entity: string;
  readonly wire: string;
  readonly reason: string;
}

export function leave(entity: string, reason: string, wires: readonly string[]): readonly LeftOut[] {
  return wires.map((wire) => ({ entity, wire, reason }));
}
