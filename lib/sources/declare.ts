// Short forms for a parameters table: its entities, and one line for each property of the wire.
import { datasetNamed, lookupsOf, type PersonalDataClass } from '../catalog/index.ts';
import type { Entity, Parameter, Profile, WireType } from './parameters.ts';

/** Into a field: its class, and whether it is a number to minimise, stand in the catalogue. */
interface FieldLine extends Omit<Parameter, 'class' | 'minimise'> {
  readonly field: string;
}
/** Into `attributes`: what it says about a person stands on the line. */
interface AttributeLine extends Parameter {
  readonly field?: never;
}
export type Line = FieldLine | AttributeLine;

type Options = Pick<Parameter, 'unit' | 'transform' | 'tracked' | 'found' | 'description' | 'attribute' | 'switch'> & {
  readonly profile?: Profile;
};

/** An entity of a dataset, its fields judged as the catalogue judges them. Throws RangeError for what is no field of it. */
export function entity(declared: Omit<Entity, 'parameters'> & { readonly parameters: readonly Line[] }): Entity {
  const dataset = datasetNamed(declared.dataset);
  const fields = { ...lookupsOf(dataset), ...dataset.fields };
  const parameters = declared.parameters.map((line): Parameter => {
    if (line.field === undefined) return line;
    const field = fields[line.field];
    if (!field) throw new RangeError(`${declared.dataset} has no field ${line.field}`);
    return { ...line, class: field.class, ...(field.minimise && { minimise: field.minimise }) };
  });
  return { ...declared, parameters };
}

/** Core, unless said otherwise: a property that a field of the catalogue stands for. */
export function field(
  wire: string,
  type: WireType,
  name: string,
  options: Options & Pick<Parameter, 'key'> = {},
): FieldLine {
  return { wire, type, profile: 'core', field: name, ...options };
}

/**
 * A property that goes into `attributes`, in the extended profile unless said otherwise. A contact says whether it is a
 * phone number; the number of a SIM or subscription, whatever its class, says so as well.
 */
export function attribute(
  wire: string,
  type: WireType,
  personalDataClass: 'contact',
  options: Options & { readonly phone: boolean },
): AttributeLine;
export function attribute(
  wire: string,
  type: WireType,
  personalDataClass: Exclude<PersonalDataClass, 'contact'>,
  options?: Options & { readonly subscriber?: true },
): AttributeLine;
export function attribute(
  wire: string,
  type: WireType,
  personalDataClass: PersonalDataClass,
  { phone, subscriber, ...options }: Options & { readonly phone?: boolean; readonly subscriber?: true } = {},
): AttributeLine {
  const minimise = phone ? 'phone' : subscriber ? 'subscriber' : undefined;
  return {
    wire,
    type,
    class: personalDataClass,
    profile: 'extended',
    ...(minimise && { minimise }),
    ...options,
  };
}

/** A state or setting of the device or service: technical, and its changes are recorded. */
export function state(wire: string, type: WireType = 'string', options: Options = {}): AttributeLine {
  return attribute(wire, type, 'technical', { tracked: true, ...options });
}

/** How many of something there are; always on the move, so no change is recorded. */
export const count = (wire: string): AttributeLine => attribute(wire, 'integer', 'technical', { unit: 'count' });

/** Several of them, by their names in a text, within a record of a name. */
export const counts = (names: string, within?: string): readonly AttributeLine[] =>
  namesIn(names).map((name) => count(within === undefined ? name : `${within}.${name}`));

/** Parameters of a further record of the same thing: in `attributes` they stand under its name. */
export function under(name: string, lines: readonly Line[]): readonly Line[] {
  return lines.map((line) => (line.field === undefined ? { ...line, attribute: `${name}.${line.wire}` } : line));
}

/** A property that EMM Lens does not read, and why. */
export interface LeftOut {
  readonly entity: string;
  readonly wire: string;
  readonly reason: string;
}

/** `wires` in one text, or in a list where names have blanks. */
export const leave = (entity: string, reason: string, wires: string | readonly string[]): readonly LeftOut[] =>
  (typeof wires === 'string' ? namesIn(wires) : wires).map((wire) => ({ entity, wire, reason }));

const namesIn = (text: string): readonly string[] => text.trim().split(/\s+/);
