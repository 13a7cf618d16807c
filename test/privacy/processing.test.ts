import { describe, expect, it } from '@jest/globals';
import { datasets } from '../../lib/catalog/index.ts';
import { processingRecord } from '../../lib/privacy/processing.ts';

const record = processingRecord({ RETENTION_DAYS: 20, RETENTION_OVERRIDES: { change: 90 }, UNVERIFIED_DAYS: 14 });
const entry = (name: string) => record.find((one) => one.dataset === name);

describe('the record of processing', () => {
  it('names every dataset, its purpose and how long it is kept', () => {
    expect(record.map((one) => one.dataset).sort()).toEqual(
      datasets()
        .map((one) => one.name)
        .sort(),
    );
    for (const one of record)
      expect([one.dataset, one.purpose.length > 0, one.retention.length > 0]).toEqual([one.dataset, true, true]);
  });

  it('says the days that the settings say', () => {
    expect(entry('change')).toMatchObject({ retentionDays: 90, retention: '90 days' });
    expect(entry('poll_run')?.retentionDays).toBe(20);
    expect(entry('access_log')?.retentionDays).toBe(365);
    expect(entry('device')?.retention).toContain('14 days');
  });

  it('gives each field its class and what it means', () => {
    expect(entry('device')?.fields).toContainEqual({ name: 'imei', class: 'identifier', description: 'IMEI' });
    expect(entry('device')?.classes).toEqual(expect.arrayContaining(['contact', 'identifier', 'technical', 'usage']));
  });

  it('puts what is about people first', () => {
    const personal = record.map((one) => one.personal);
    expect(personal).toEqual([...personal].sort((a, b) => Number(b) - Number(a)));
  });
});
