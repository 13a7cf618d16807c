import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { mssqlConfig } from '../../lib/store/mssql/connection-string.ts';
import { createAuthority } from '../../local/fleet/authority.ts';
import { removeFolders, temporaryFolder } from './processes.ts';

afterAll(removeFolders);

const SQL_LOGIN = 'Server=sql.example.org,1433;Database=emm_lens;User Id=lens;Password=secret';

describe('a connection string', () => {
  it('means TLS with a checked certificate where it says nothing about it', () => {
    expect(mssqlConfig(SQL_LOGIN)).toMatchObject({
      server: 'sql.example.org',
      port: 1433,
      database: 'emm_lens',
      user: 'lens',
      password: 'secret',
      options: { encrypt: true, trustServerCertificate: false },
    });
  });

  it.each([
    ['Encrypt=true', { encrypt: true, trustServerCertificate: false }],
    ['Encrypt=false', { encrypt: false, trustServerCertificate: false }],
    ['TrustServerCertificate=true', { encrypt: true, trustServerCertificate: true }],
    ['ApplicationIntent=ReadOnly', { readOnlyIntent: true }],
    ['Application Intent = READONLY', { readOnlyIntent: true }],
    ['ApplicationIntent=ReadWrite', { readOnlyIntent: false }],
    ['', { readOnlyIntent: false }],
    ['MultiSubnetFailover=True', { multiSubnetFailover: true }],
    ['encrypt = yes ; trustservercertificate = no', { encrypt: true, trustServerCertificate: false }],
  ])('is taken at its word: %s', (said, options) => {
    expect(mssqlConfig(`${SQL_LOGIN};${said}`).options).toMatchObject(options);
  });

  it.each([
    ['', { connectionTimeout: 15_000, requestTimeout: 60_000 }],
    [';Connect Timeout=5;Request Timeout=1000', { connectionTimeout: 5_000, requestTimeout: 1_000 }],
    [';Connect Timeout=0;Request Timeout=0', { connectionTimeout: 15_000, requestTimeout: 60_000 }],
  ])('never means to wait for ever: "%s"', (said, bounds) => {
    const config = mssqlConfig(SQL_LOGIN + said);
    expect(config).toMatchObject(bounds);
    expect(config.pool).toMatchObject({ acquireTimeoutMillis: 15_000 });
  });

  it('is not misread by a password that looks like an option', () => {
    expect(
      mssqlConfig(`${SQL_LOGIN.replace('secret', '{x;Encrypt=false;ApplicationIntent=ReadOnly;y}')}`).options,
    ).toMatchObject({
      encrypt: true,
      trustServerCertificate: false,
      readOnlyIntent: false,
    });
  });

  it('takes the CA of a file, and says so where that cannot be read', () => {
    const caFile = join(temporaryFolder(), 'ca.pem');
    const { caPem } = createAuthority(Date.now());
    writeFileSync(caFile, caPem);
    expect(mssqlConfig(SQL_LOGIN, caFile).options).toMatchObject({
      cryptoCredentialsDetails: { ca: caPem },
      trustServerCertificate: false,
    });
    expect(() => mssqlConfig(SQL_LOGIN, `${caFile}.gone`)).toThrow(expect.objectContaining({ code: 'database-ca' }));
  });

  it('passes a domain login (NTLM) through', () => {
    expect(mssqlConfig('Server=sql;Database=d;User Id=CORP\\lens;Password=secret')).toMatchObject({
      domain: 'CORP',
      user: 'lens',
      password: 'secret',
    });
  });

  it.each([
    ['Active Directory Integrated', 'azure-active-directory-default', '', {}],
    [
      'Active Directory Password',
      'azure-active-directory-password',
      'Client Id=c;Tenant Id=t;User Id=u;Password=p',
      { clientId: 'c', tenantId: 't', user: 'u', password: 'p' },
    ],
    [
      'Active Directory Integrated',
      'azure-active-directory-service-principal-secret',
      'Client Id=c;Client Secret=s;Tenant Id=t',
      { clientId: 'c', clientSecret: 's', tenantId: 't' },
    ],
  ])('passes Entra through: %s as %s', (form, type, more, options) => {
    expect(mssqlConfig(`Server=sql;Database=d;Authentication=${form};${more}`)).toMatchObject({
      authentication_type: type,
      ...options,
    });
  });

  it('keeps the pool small and every wait bounded, and ends transactions whole', () => {
    expect(mssqlConfig(SQL_LOGIN)).toMatchObject({
      pool: { max: 8 },
      connectionTimeout: 15_000,
      requestTimeout: 60_000,
      options: { abortTransactionOnError: true, useUTC: true },
    });
    expect(mssqlConfig(`${SQL_LOGIN};Max Pool Size=4;Connect Timeout=5`)).toMatchObject({
      pool: { max: 4 },
      connectionTimeout: 5_000,
    });
  });

  it.each([
    '',
    'sql.example.org',
    SQL_LOGIN.replace('Server=sql.example.org,1433;', ''),
    'postgres://lens:secret@host/db',
  ])('that is none is refused without being quoted', (text) => {
    expect(() => mssqlConfig(text)).toThrow(
      expect.objectContaining({
        code: 'database-setting',
        message: 'DATABASE is no connection string for SQL Server.',
      }),
    );
  });
});
