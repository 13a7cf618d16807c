// What an operator must know before a log of web traffic can be read.
import type { Facts } from '../contract.ts';

export const facts: Facts = {
  product: 'Web traffic: logs of proxies and web servers',
  reference: 'https://wiki.squid-cache.org/Features/LogFormat',
  connections: [
    'Files: none, in a directory that is local or mounted, read-only',
    'Lines that a shipper pushes: HTTPS from it to this collector, docs/push.md',
  ],
  authentication: ['None. The proxy names people where they sign in to it (Kerberos, NTLM, basic)'],
  permissions: [
    ['Read the directory and the files in it', 'by the account of the collector; nothing is written there'],
  ],
  reading: [
    'Squid: `access_log stdio:/logs/access.log squid` and `format: squid`; `combined` and `common` are read too, and any logformat that is given as it stands in squid.conf: put time, user, host and status in front, and leave the user agent out: Squid 5 cuts a record at 8,191 bytes, and glues the next one to it.',
    'Squid signs people in where an `http_access` rule asks for it: a line that is denied by a rule before that one has no user. `http_access deny !signed-in` (or any rule with a proxy_auth ACL) in front of the rules that block lets blocked requests have a person.',
    'Apache: `CustomLog /logs/access.log combined` (or common) and `format: combined`. A forward proxy logs whole URLs; of a web server lines name no host, and `host` says it; of several sites put it in front: `LogFormat "%v:%p %h %l %u %t \\"%r\\" %>s %b"`, read as `combined` too.',
    'nginx: `access_log /logs/access.log combined;` and `format: combined`, with `host`; of several sites a format of its own with the host in front: `log_format lens \'$host:$server_port $remote_addr - $remote_user [$time_local] "$request" $status $body_bytes_sent\';`, read as `combined` too.',
    'lighttpd: `format: lighttpd`; the second field of its lines is the host. In `combined` and `common` it is an ident, the name of a person, and is not read.',
    'Who is named is who signed in: the name of a request that a web server refused (401) is nobody. nginx logs whatever name a client sends (`$remote_user`), also where nothing asks for one: let `auth_basic` hold for all that is logged, or leave the names out, all four of them: `"exclude": ["user", "user (address)", "user (mail)", "user (SID)"]`. `user` alone leaves out `DOMAIN\\user` and account names; of an address it is the other three.',
    'ProxySG (Edge SWG): access log of type `main` in the W3C extended format, with date, time, cs-username, cs-host, sc-status, sc-filter-result, cs-categories and sc-bytes among its fields; uploaded as files or through syslog. `format: w3c`: the columns are those of the last `#Fields`.',
    'Zscaler (ZIA): an NSS feed of web logs written to files by a syslog server, or Cloud NSS through a pusher: JSON with or without `sourcetype` and `event`, a prefix of syslog before it or not; or CSV, whose fields `columns` names in their order. `format: zscaler-nss`; times are in the zone of the feed, which `zone` says. Read are datetime or time, user or login, location, hostname, host or url, action, status, requestmethod, responsesize (else transactionsize, totalsize), urlcategory and event_id or recordid: by the last a record that is written again is known for two days. Blocked is what has an action that begins with Block or Denied. A user that is the name of the location is nobody.',
    'HAProxy: `option httplog` and `capture request header Host len 64` first; `format: haproxy`, `hostCapture: 1`. Its times name no zone: set `zone`.',
    'Any other log of lines, by a `mapping` in place of the `format` (CSV, JSON, W3C, key=value): it names occurredAt and host (or a URL, of which the host alone is read), and may name user, client, method, status, action, categories, bytes, durationMs, blocked.',
    'Requests that ask for signing in (407), and records that are no request, are counted and left out. A record that the producer cut is read as far as it goes. One with more than 180 GB is rejected (`format`).',
    'Path, query, cookies, referers, user agents and addresses of clients are not stored; path, query, cookies and referers are not even read. Hosts are reduced to the registrable domain (public suffix list of tldts).',
    'By default nothing is stored of which host a person used: numbers of hosts by the day, with how many people there were, and categories of a person by the day. `detail: person` stores hosts of a person by the hour, at most 5,000 of a day, the rest as `other`, as of the numbers of a source what is beyond 50,000 hosts a day; `requests: true` stores single requests.',
    'How many people there were is counted by hashes with a salt of the day, which is deleted two days after it was made: lines that come later add to the numbers alone. Where lines name nobody all of them count as one person, and what speaks about fewer than five is in no statistic: see `countClients`.',
  ],
};
