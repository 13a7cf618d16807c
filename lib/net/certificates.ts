// `NODE_TLS_REJECT_UNAUTHORIZED=0` tells Node to check no certificate in any connection that does not ask for it; many sites
// set it for everything, because of a proxy. Our connections ask for it (`rejectUnauthorized`); those that a library makes by
// itself, as SQL Server's driver does to sign in at Entra ID, cannot be told.
const VARIABLE = 'NODE_TLS_REJECT_UNAUTHORIZED';
let ignored = false;

/** Takes the variable from this process, where Node looks with each connection. Whether it was there, now or before. */
export function ignoreCertificateSwitch(): boolean {
  ignored ||= process.env[VARIABLE] === '0';
  delete process.env[VARIABLE];
  return ignored;
}
