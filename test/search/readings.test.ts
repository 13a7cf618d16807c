// How the search reads what people type, and what is stored: as one.
import { describe, expect, it } from '@jest/globals';
import { questionOf, rankOf } from '../../lib/search/question.ts';
import { compact, readingsOf } from '../../lib/search/readings.ts';
import { termsOf } from '../../lib/search/terms.ts';

const finds = (typed: string, surname: string): boolean => {
  const terms = termsOf('directory_user', { surname }, new Map());
  const question = questionOf(typed);
  return terms.some((term) => rankOf(question, term) !== null);
};

describe('a name is found as it is typed', () => {
  it.each([
    ['ΟΔΥΣ', 'ΟΔΥΣΣΕΥΣ'],
    ['οδυσσευς', 'ΟΔΥΣΣΕΥΣ'],
    ['ΟΔΥΣΣΕΥΣ', 'Οδυσσεύς'],
    ['inci', 'İnci'],
    ['INCI', 'İnci'],
    ['İnci', 'Inci'],
    ['ışık', 'Isik'],
    ['strasse', 'Straße'],
    ['STRASSE', 'Straße'],
    ['straße', 'Strasse'],
    ['STRAẞE', 'Strasse'],
    ['muller', 'Müller'],
    ['mueller', 'Müller'],
    ['müller', 'Müller'],
    ['MÜLLER', 'Mueller'],
    ['müller', 'Muller'],
    ['Mu\u0308ller', 'Müller'],
    ['luczak', 'Łuczak'],
    ['Łuczak', 'Luczak'],
    ['sorensen', 'Sørensen'],
    ['soerensen', 'Sørensen'],
    ['aas', 'Ås'],
    ['aegir', 'Ægir'],
    ['dordevic', 'Đorđević'],
    ['thorsson', 'Þorsson'],
    ["o'brien", 'O’Brien'],
    ['obrien', "O'Brien"],
    ['o brien', 'O`Brien'],
    ['meyer-landrut', 'Meyer-Landrut'],
    ['meyerlandrut', 'Meyer‐Landrut'],
    ['meyer landrut', 'Meyer-Landrut'],
    ['landrut', 'Meyer-Landrut'],
    ['ｍüller', 'Müller'],
    ['й', 'йод'],
    ['ガ', 'ガスト'],
    ['ｶﾞ', 'ガスト'],
    ['王', '王小明'],
    ['محمد', 'محمد'],
    ['dr mei', 'Dr. Meier'],
    ['𝔐uller', 'Müller'],
  ])('%j: %j', (typed, stored) => {
    expect(finds(typed, stored)).toBe(true);
  });

  it.each([
    ['mueller', 'Muller'],
    ['и', 'йод'],
    ['カ', 'ガスト'],
    ['uller', 'Müller'],
    ['', 'Müller'],
    ['...', 'Müller'],
  ])('%j does not find %j', (typed, stored) => {
    expect(finds(typed, stored)).toBe(false);
  });
});

describe('readings', () => {
  it('are words between single blanks, each way once', () => {
    expect(readingsOf('  Jürgen   O’Neill-Groß, (IT) ')).toEqual([
      'jurgen oneillgross it',
      'jurgen o neill gross it',
      'juergen oneillgross it',
      'juergen o neill gross it',
    ]);
    expect(readingsOf('Plain')).toEqual(['plain']);
    expect(readingsOf('*** – ***')).toEqual([]);
  });

  it('of a reading are that reading', () => {
    for (const text of ['Jürgen O’Neill-Groß', 'İnci Şahin', 'ΟΔΥΣΣΕΥΣ', 'ガスト', 'a\u0301b', 'Zoë Đukić'])
      for (const reading of readingsOf(text)) expect(readingsOf(reading)).toEqual([reading]);
  });

  it('of an identifier are one word', () => {
    expect(compact('AA:bb-01.2 3')).toBe('aabb0123');
    expect(compact('')).toBe('');
  });
});
