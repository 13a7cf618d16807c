// Codes of what a source, or what is between, does wrong: polls, the log and the API tell them, and the pages have German words
// for each (pages/api/german-errors.ts).

/** Of a connection, or of an answer that nothing could be made of. */
export type Failure =
  | 'long-head'
  | 'not-http'
  | 'not-json'
  | 'refused'
  | 'reset'
  | 'timeout'
  | 'tls'
  | 'too-large'
  | 'unresolved';

/** Each has one meaning. */
export type PlainCode =
  | Failure
  | 'auth'
  | 'broken-archive'
  | 'broken-report'
  | 'expired-link'
  | 'export-failed'
  | 'files-missing'
  | 'foreign-link'
  | 'incomplete'
  | 'link-too-long'
  | 'list-moved'
  | 'names-concealed'
  | 'no-directory'
  | 'no-report-date'
  | 'no-spaces'
  | 'not-answering'
  | 'not-csv'
  | 'not-https'
  | 'not-supported'
  | 'older-export'
  | 'older-report'
  | 'other-answer'
  | 'permission'
  | 'protocol'
  | 'repeated-page'
  | 'says-nothing'
  | 'stopped'
  | 'time-budget'
  | 'token-ended'
  | 'unknown-format'
  | 'wrong-shape';

/** Of what a token server answered in place of a token. */
export type NoToken = `http-${number}` | 'long-head' | 'not-json' | 'token-ended' | 'too-large' | 'wrong-shape';

/** With what the other side says: a status, a result code, the number of a refusal. */
export type ToldCode = `http-${number}` | `ldap-${number}` | `auth-${string}` | `sign-in-${NoToken}`;

/** Of a server that mails are handed to. */
type MailCode = 'message-refused' | 'recipients-refused' | 'sign-in-refused' | 'sign-in-waits' | 'try-later';

export type SourceCode = PlainCode | ToldCode | MailCode;
