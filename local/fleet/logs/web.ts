// What people of the company do with the web: through Squid at home, through a ProxySG elsewhere. A function of person and
// turn; lines are of the moment.
import { COMPANY } from '../estate/names.ts';
import { accountName, type Person } from '../estate/person.ts';
import { below, chance, hash, pick } from '../random.ts';

interface Site {
  readonly host: string;
  readonly category: string;
  readonly blocked?: true;
}

const SITES: readonly [Site, ...Site[]] = [
  { host: 'www.office.example', category: 'Business Applications' },
  { host: 'outlook.office.example', category: 'Business Applications' },
  { host: 'api.crm.example', category: 'Business Applications' },
  { host: 'www.news.example', category: 'News/Media' },
  { host: 'cdn.news.example', category: 'News/Media' },
  { host: 'search.example', category: 'Search Engines' },
  { host: 'maps.search.example', category: 'Search Engines' },
  { host: 'updates.phone.example', category: 'Technology/Internet' },
  { host: 'push.phone.example', category: 'Technology/Internet' },
  { host: 'www.weather.example', category: 'Reference' },
  { host: 'bahn.example', category: 'Travel' },
  { host: 'www.casino.example', category: 'Gambling', blocked: true },
  { host: 'tracker.ads.example', category: 'Web Ads/Analytics', blocked: true },
];

/** Only some people know them: statistics do not tell of them. */
const RARE = ['www.clinic.example', 'www.union.example', 'jobs.competitor.example'];

interface Request {
  readonly person: Person;
  readonly at: number;
  readonly site: Site;
  readonly isTunnel: boolean;
  readonly bytes: number;
  readonly client: string;
  readonly seed: number;
}

/** Requests of a turn that ended `at`, in their order. */
function requestsOf(people: readonly Person[], turn: number, at: number, ms: number): readonly Request[] {
  return people
    .flatMap((person) => {
      const seed = hash(person.seed, 50_000 + turn);
      return Array.from({ length: below(4, seed, 1) }, (_, i) => {
        const own = hash(seed, 10 + i);
        const rare = person.number < 3 ? RARE[person.number] : undefined;
        const site =
          rare !== undefined && chance(30, own, 2) ? { host: rare, category: 'Health' } : pick(SITES, own, 3);
        return {
          person,
          at: at - below(ms, own, 4),
          site,
          isTunnel: chance(60, own, 5),
          bytes: 300 + below(60_000, own, 6),
          client: `10.20.${person.number >> 8}.${person.number & 255}`,
          seed: own,
        };
      });
    })
    .sort((a, b) => a.at - b.at);
}

const inDirectory = ({ origin }: Person): boolean => origin !== 'cloud';

/** A branch office has people whom the directory does not know. */
export const branchLines: typeof squidLines = (people, ...when) =>
  squidLinesOf(
    people.filter((person) => !inDirectory(person)),
    ...when,
  );

export const squidLines = (
  people: readonly Person[],
  ...when: readonly [turn: number, at: number, ms: number]
): readonly string[] =>
  squidLinesOf(
    people.filter((person) => inDirectory(person) && person.number % 2 === 0),
    ...when,
  );

/** As Squid writes them: most people sign in, and the proxy asks each for it. */
function squidLinesOf(own: readonly Person[], turn: number, at: number, ms: number): readonly string[] {
  return requestsOf(own, turn, at, ms).flatMap(({ person, at, site, isTunnel, bytes, client, seed }) => {
    const url = isTunnel ? `${site.host}:443` : `http://${site.host}/p/${seed % 997}?q=${seed % 89}`;
    const method = isTunnel ? 'CONNECT' : 'GET';
    const time = (at / 1_000).toFixed(3);
    const took = String(below(900, seed, 7)).padStart(6);
    const user = person.userPrincipalName;
    if (site.blocked)
      return `${time} ${took} ${client} TCP_DENIED/403 3900 ${method} ${url} ${user} HIER_NONE/- text/html`;
    const asked = chance(5, seed, 8)
      ? [`${time} ${took} ${client} TCP_DENIED/407 4100 ${method} ${url} - HIER_NONE/- text/html`]
      : [];
    const action = isTunnel ? 'TCP_TUNNEL/200' : chance(3, seed, 9) ? 'TCP_MISS/502' : 'TCP_MISS/200';
    return [...asked, `${time} ${took} ${client} ${action} ${bytes} ${method} ${url} ${user} HIER_DIRECT/192.0.2.7 -`];
  });
}

/** As an NSS writes them, some twice: of people whose account is in the cloud alone. */
export function zscalerLines(people: readonly Person[], turn: number, at: number, ms: number): readonly string[] {
  const own = people.filter((person) => !inDirectory(person));
  return requestsOf(own, turn, at, ms).flatMap(({ person, at, site, isTunnel, bytes, seed }) => {
    const event = {
      datetime: new Date(at).toISOString().slice(0, 19).replace('T', ' '),
      event_id: `${at}${seed}`,
      protocol: isTunnel ? 'SSL' : 'HTTPS',
      action: site.blocked ? 'Blocked' : 'Allowed',
      responsesize: String(bytes),
      requestsize: '420',
      urlcategory: site.category,
      requestmethod: isTunnel ? 'CONNECT' : 'GET',
      location: 'Road Warrior',
      status: site.blocked ? '403' : '200',
      user: person.userPrincipalName,
      url: `${site.host}/p/${seed % 997}`,
      hostname: site.host,
      devicehostname: `phone-of-${accountName(person)}`,
    };
    const line = JSON.stringify({ sourcetype: 'zscalernss-web', event });
    return chance(5, seed, 11) ? [line, line] : [line];
  });
}

export const w3cHead = (): string =>
  [
    '#Software: SGOS 7.3.8.1',
    '#Version: 1.0',
    '#Fields: date time time-taken c-ip cs-username s-action sc-status sc-filter-result cs-categories cs-method cs-host cs-uri-port cs-uri-path cs-uri-query cs(Referer) cs(Cookie) sc-bytes cs-bytes',
    '',
  ].join('\n');

/** As a ProxySG writes them. */
export function w3cLines(people: readonly Person[], turn: number, at: number, ms: number): readonly string[] {
  const own = people.filter((person) => inDirectory(person) && person.number % 2 === 1);
  return requestsOf(own, turn, at, ms).map(({ person, at, site, isTunnel, bytes, client, seed }) => {
    const [date, time] = new Date(at).toISOString().split(/[T.]/);
    const took = below(900, seed, 7);
    const answer = site.blocked
      ? 'TCP_DENIED 403 DENIED'
      : isTunnel
        ? 'TCP_TUNNELED 200 OBSERVED'
        : 'TCP_NC_MISS 200 OBSERVED';
    const read = `/p/${seed % 997}.html ?article=${seed % 89} http://${site.host}/from/${seed % 97} "session=${seed}"`;
    const request = isTunnel ? `CONNECT ${site.host} 443 - - - -` : `GET ${site.host} 80 ${read}`;
    const user = `${COMPANY.netbios}\\${accountName(person)}`;
    return `${date} ${time} ${took} ${client} ${user} ${answer} "${site.category}" ${request} ${bytes} 420`;
  });
}
