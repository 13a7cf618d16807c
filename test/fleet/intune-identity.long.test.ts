import {
  ClientCertificateCredential,
  ClientSecretCredential,
  type ClientSecretCredentialOptions,
} from '@azure/identity';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Fleet, startFleet } from '../../local/fleet/index.ts';
import { FleetClient } from './client.ts';

const SCOPE = 'https://graph.microsoft.com/.default';
const NOBODY = 'b6d4e6d5-0000-4000-8000-000000000000';
let fleet: Fleet;

beforeAll(async () => {
  fleet = await startFleet({ users: 5, devices: 5, seed: 17 });
});
afterAll(() => fleet.close());

/** `tlsOptions` is what makes the credential trust a private authority without NODE_EXTRA_CA_CERTS. */
function options(ca?: string): ClientSecretCredentialOptions {
  return {
    authorityHost: fleet.systems.intune.authorityHost,
    disableInstanceDiscovery: true,
    retryOptions: { maxRetries: 0 },
    ...(ca ? { tlsOptions: { ca } } : {}),
  };
}

describe('@azure/identity against the token authority', () => {
  it('gets a token with a secret that Graph accepts', async () => {
    const { tenantId, clientId, clientSecret } = fleet.systems.intune;
    const credential = new ClientSecretCredential(tenantId, clientId, clientSecret, options(fleet.authority.caPem));
    const { token } = await credential.getToken(SCOPE);
    const client = new FleetClient(fleet);
    const reply = await client.send(`${fleet.systems.intune.url}/v1.0/users`, {
      headers: { authorization: `Bearer ${token}` },
    });
    client.close();
    expect(reply.status).toBe(200);
  });

  it('gets a token with the registered certificate, and none with another one', async () => {
    const { tenantId, clientId, certificate } = fleet.systems.intune;
    const pem = ({ certPem, keyPem }: typeof certificate) => ({ certificate: certPem + keyPem });
    const registered = new ClientCertificateCredential(
      tenantId,
      clientId,
      pem(certificate),
      options(fleet.authority.caPem),
    );
    expect((await registered.getToken(SCOPE)).token).toMatch(/^eyJ/);
    const stranger = new ClientCertificateCredential(
      tenantId,
      clientId,
      pem(fleet.authority.issueClient('stranger')),
      options(fleet.authority.caPem),
    );
    await expect(stranger.getToken(SCOPE)).rejects.toThrow(/AADSTS700027/);
  });

  it('hears the AADSTS number of what is wrong', async () => {
    const { tenantId, clientId, clientSecret } = fleet.systems.intune;
    const ask = (tenant: string, client: string, secret: string) =>
      new ClientSecretCredential(tenant, client, secret, options(fleet.authority.caPem)).getToken(SCOPE);
    await expect(ask(tenantId, clientId, 'wrong')).rejects.toThrow(/AADSTS7000215/);
    await expect(ask(tenantId, NOBODY, clientSecret)).rejects.toThrow(/AADSTS700016/);
    // The library hides the number where the tenant's configuration cannot be read.
    await expect(ask(NOBODY, clientId, clientSecret)).rejects.toThrow(/endpoints_resolution_error/);
    fleet.systems.intune.tokens.secretExpired = true;
    await expect(ask(tenantId, clientId, clientSecret)).rejects.toThrow(/AADSTS7000222/);
    fleet.systems.intune.tokens.secretExpired = false;
  });

  it('refuses the authority without its certificate', async () => {
    const { tenantId, clientId, clientSecret } = fleet.systems.intune;
    await expect(
      new ClientSecretCredential(tenantId, clientId, clientSecret, options()).getToken(SCOPE),
    ).rejects.toThrow(/endpoints_resolution_error/);
  });
});
