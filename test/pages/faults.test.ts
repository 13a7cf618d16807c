// The table of faults, as the pages find rows in it.
import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { faultsIn, rejecting, rowsFor } from '../../pages/status/faults.ts';
import { writtenInGerman } from '../../pages/status/german/written.ts';

const document = readFileSync('docs/faults.md', 'utf8');
const faults = faultsIn(document);

describe('the table of faults', () => {
  it('is read whole, each row with what happens and what to do', () => {
    const lines = document.split('\n').filter((line) => /^\| (?!Kind |---)/.test(line));
    expect(faults).toHaveLength(lines.length);
    expect(faults.length).toBeGreaterThan(100);
    for (const { happens, state, todo } of faults) expect([happens, state, todo]).not.toContain('');
    expect(new Set(faults.map(({ type }) => type))).toContain('intune');
  });

  it.each([
    ['intune', 'auth-7000222', null, 1],
    ['ivanti-epmm', 'refused', 'Check address, port, firewall and `proxy`.', 1],
    ['active-directory', 'refused', 'Nothing listens there: check host, port and firewall.', 1],
    ['intune', 'nothing-like-it', null, 0],
  ])('has rows of %s for %s', (type, code, hint, count) => {
    const found = rowsFor(faults, { type, code, hint });
    expect(found).toHaveLength(count);
    for (const fault of found) expect(fault.code).toBe(code);
  });

  it('says in German what is written: no phrase of the document is left over', () => {
    const words = faults.flatMap(
      ({ written }) =>
        writtenInGerman(written)
          .replace(/`[^`]*`/g, '')
          .match(/[a-zA-Zäöü]+/g) ?? [],
    );
    const german =
      'alles nichts ein Teil von der Rest nach weiteren einer Abfrage Abfragen was nicht gelesen werden konnte ist gezählt in';
    expect(new Set(words).difference(new Set(german.split(' ')))).toEqual(new Set());
    expect(writtenInGerman('everything of `emm_user`; a part of `device`; the rest after 2 polls')).toBe(
      'alles von `emm_user`; ein Teil von `device`; der Rest nach 2 Abfragen',
    );
  });

  it('has rows of values that were rejected: those of the type, else the shared', () => {
    const all = (type: string) => rejecting(faults, type).map((fault) => fault.type);
    expect(new Set(all('active-directory'))).toEqual(new Set(['active-directory']));
    expect(new Set(all('nothing-like-it'))).toEqual(new Set([null]));
  });

  it('has those of the type before those that all share, and those with the very hint before the others', () => {
    const row = (type: string | null, hint: string) => ({
      ...{ type, hint, kind: '', happens: hint, state: 'failing', code: 'tls', written: '', todo: '' },
    });
    const all = [row(null, 'shared'), row('intune', 'a'), row('intune', 'b'), row('log', 'a')];
    const found = (type: string, hint: string | null) =>
      rowsFor(all, { type, code: 'tls', hint }).map((fault) => `${fault.type} ${fault.hint}`);
    expect(found('intune', 'b')).toEqual(['intune b']);
    expect(found('intune', null)).toEqual(['intune a', 'intune b']);
    expect(found('entra-sign-ins', 'a')).toEqual(['null shared']);
  });
});
