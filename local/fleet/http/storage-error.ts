// An error answer of Azure Storage, from where reports are fetched.
// https://learn.microsoft.com/rest/api/storageservices/status-and-error-codes2
import type { Answer } from './exchange.ts';

export function storageError(status: number, code: string, message: string): Answer {
  const content = `<?xml version="1.0" encoding="utf-8"?><Error><Code>${code}</Code><Message>${message}</Message></Error>`;
  return { status, headers: { 'content-type': 'application/xml', 'x-ms-error-code': code }, content };
}
