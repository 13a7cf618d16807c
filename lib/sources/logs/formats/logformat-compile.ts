// A `logformat` of Squid taken apart: literals, and fields with what ends them.
// http://www.squid-cache.org/Doc/config/logformat/
import type { Moment, Zone } from '../zones.ts';
import { codeAt, type Role } from './logformat-codes.ts';
import { strftimeReader } from './stamps.ts';

/** How a value is written: with backslashes up to a quote, percent-encoded, or as it is. */
export type Quoting = 'quoted' | 'percent' | 'raw';

export interface Field {
  readonly role: Role | null;
  readonly free: boolean;
  readonly quoting: Quoting;
  /** Blanks may stand before the value. */
  readonly padded: boolean;
  /** The text behind the value. */
  readonly after: string;
}

export interface Logformat {
  readonly before: string;
  readonly fields: readonly Field[];
  /** Of `%tl` and `%tg`. */
  readonly timeOf: (text: string, zone: Zone) => Moment | undefined;
}

const DEFAULT_TIME = '%d/%b/%Y:%H:%M:%S %z';
const DIRECTIVE = /^(["[#/']?)(-?)(0?\d*)(?:\.\d+)?(?:\{([^}]*)\})?/;
const QUOTING: Readonly<Record<string, Quoting>> = { '"': 'quoted', '[': 'percent', '#': 'percent' };

interface Parsed {
  readonly field: Omit<Field, 'after'>;
  readonly argument: string;
  /** Blanks may stand behind the value. */
  readonly leftAligned: boolean;
  readonly end: number;
}

/** Why a format cannot be read, for the operator: it quotes nothing of it but one of its own codes. */
export type LogformatProblem = { readonly problem: string };

export function compileLogformat(format: string): Logformat | LogformatProblem {
  const literals: string[] = [''];
  const parsed: Parsed[] = [];
  let around: Quoting = 'raw';
  for (let at = 0; at < format.length; ) {
    if (format.charAt(at) === '%' && format.charAt(at + 1) !== '%') {
      const next = fieldAt(format, at + 1, around);
      if (next === undefined) return { problem: `A code at character ${at + 1} is not known.` };
      if (parsed.length > 0 && literals.at(-1) === '')
        return { problem: `Nothing stands between two values at character ${at + 1}.` };
      parsed.push(next);
      literals.push('');
      at = next.end;
      continue;
    }
    const char = format.charAt(at);
    literals[literals.length - 1] += char;
    around = quotingAround(around, char);
    at += format.startsWith('%%', at) ? 2 : 1;
  }
  return checked(parsed, literals);
}

/** Squid quotes a value by what stands around it, where it has no flag of its own. */
function quotingAround(before: Quoting, char: string): Quoting {
  if (char === '"') return before === 'raw' ? 'quoted' : before === 'quoted' ? 'raw' : before;
  if (char === '[') return before === 'raw' ? 'percent' : before;
  return char === ']' && before === 'percent' ? 'raw' : before;
}

function fieldAt(format: string, at: number, around: Quoting): Parsed | undefined {
  const [flags = '', flag = '', left = '', width = '', argument = ''] = DIRECTIVE.exec(format.slice(at)) ?? [];
  const code = codeAt(format, at + flags.length);
  if (code === undefined) return undefined;
  const end = at + flags.length + code.name.length;
  const behind = /^\{([^}]*)\}/.exec(format.slice(end));
  const header = argument === '' ? (behind?.[1] ?? '') : argument;
  const isAgent = code.name === '>h' && header.toLowerCase() === 'user-agent';
  const quoting = flag === '' ? around : (QUOTING[flag] ?? 'raw');
  const field = {
    role: isAgent ? 'agent' : code.role,
    free: (code.free || isAgent || code.role === 'time') && quoting !== 'quoted' && flag !== '#',
    quoting,
    padded: left === '' && /^[1-9]/.test(width),
  } as const;
  return {
    field,
    argument: header,
    leftAligned: left !== '',
    end: end + (argument === '' ? (behind?.[0].length ?? 0) : 0),
  };
}

function checked(parsed: readonly Parsed[], literals: readonly string[]): Logformat | LogformatProblem {
  const has = (role: Role): boolean => parsed.some(({ field }) => field.role === role);
  if (!has('seconds') && !has('time')) return { problem: 'It names no time (%ts or %tl).' };
  if (!has('status')) return { problem: 'It names no status (%>Hs).' };
  if (!has('host') && !has('url')) return { problem: 'It names no host (%>rd or %ru).' };
  const time = parsed.find(({ field }) => field.role === 'time');
  const written = strftimeReader(time?.argument ? time.argument : DEFAULT_TIME);
  if (written === undefined) return { problem: 'The time is written with a directive that is not read.' };
  const fields = parsed.map(({ field }, i) => ({
    ...field,
    padded: field.padded || (parsed[i - 1]?.leftAligned ?? false),
    after: literals[i + 1] ?? '',
  }));
  return { before: literals[0] ?? '', fields, timeOf: written };
}
