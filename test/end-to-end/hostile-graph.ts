// A server in the place of Graph, or of its sign-in, whose every answer is an error of another kind with a marked text in
// it: in the body, in headers, in links, in places where other types belong, and in lines that are no HTTP.
import type { ServerResponse } from 'node:http';

type Hostile = (answer: ServerResponse, marked: string) => void;

const json =
  (
    status: number,
    body: (marked: string) => unknown,
    headers: (marked: string) => Record<string, string> = () => ({}),
  ): Hostile =>
  (answer, marked) => {
    answer.writeHead(status, { 'content-type': 'application/json', ...headers(marked) });
    answer.end(JSON.stringify(body(marked)));
  };
const raw =
  (text: (marked: string) => string): Hostile =>
  (answer, marked) => {
    answer.socket?.end(text(marked));
  };
const said = (marked: string) => ({ error: { code: marked, message: marked, innerError: { 'request-id': marked } } });

export const HOSTILE: readonly Hostile[] = [
  ...[400, 401, 403, 404, 409, 410, 500].map((status) =>
    json(status, said, (marked) => ({
      'www-authenticate': `Bearer ${marked}`,
      location: `https://${marked}.example/`,
    })),
  ),
  json(400, (marked) => ({ error: marked, error_description: `AADSTS7000215: ${marked}`, error_codes: [marked] })),
  json(302, said, (marked) => ({ location: `https://${marked}@${marked}.example/${marked}` })),
  json(200, (marked) => ({
    value: [{ id: { [marked]: marked } }, marked, null, { id: marked, imei: [marked], mail: 7 }],
  })),
  json(200, (marked) => ({ value: marked, [marked]: marked })),
  json(200, (marked) => ({ value: [], '@odata.nextLink': `https://${marked}.example/?q=${marked}` })),
  json(200, (marked) => ({ value: [], '@odata.nextLink': `not a link ${marked}` })),
  json(200, (marked) => ({ value: [], '@odata.deltaLink': `https://${marked}:${marked}@127.0.0.1/` })),
  json(200, (marked) => ({ access_token: `eyJ${marked}`, token_type: marked, expires_in: marked })),
  (answer, marked) => answer.writeHead(200, { 'content-type': 'text/html' }).end(`<title>${marked}</title>`),
  (answer, marked) => answer.writeHead(200, { 'content-type': 'application/json' }).end(`{"value":[{"id":"${marked}`),
  (answer, marked) => answer.writeHead(200, marked, { 'content-type': `application/${marked}` }).end(marked),
  (answer, marked) =>
    answer.writeHead(200, { 'content-encoding': 'gzip', 'content-type': 'application/json' }).end(marked),
  raw((marked) => `HTTP/1.1 200 ${marked}\r\n${marked}\r\n\r\n${marked}`),
  raw((marked) => `${marked}\r\n\r\n`),
  raw((marked) => `HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ntransfer-encoding: chunked\r\n\r\n${marked}`),
];
