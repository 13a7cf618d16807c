// What statuses of HTTP mean, for whoever is told one as the code of a failure: https://www.rfc-editor.org/rfc/rfc9110
const MEANINGS: Readonly<Record<number, string>> = {
  400: 'The request was malformed.',
  401: 'The sign-in was refused, or is missing.',
  403: 'Access is forbidden.',
  404: 'There is no such thing.',
  407: 'The proxy refused the sign-in, or it is missing.',
  408: 'The request did not come in time.',
  413: 'The request was too large.',
  429: 'Too many requests.',
  500: 'The server failed.',
  501: 'The server does not know the method.',
  502: 'The server behind the gateway answered nothing valid.',
  503: 'The server is overloaded, or under maintenance.',
  504: 'The server behind the gateway did not answer in time.',
};

export const meaningOfStatus = (status: number): string | null => MEANINGS[status] ?? null;
