// The NetBIOS names of domains, as the accounts of people have them.
import { firstRows, type WriteTransaction } from '../store/index.ts';

/** No company has more; each is one look-up in the index of names. */
const MOST_DOMAINS = 200;

/** Folded, in their order. */
export async function domainsKnown({
  db,
  engine,
}: Pick<WriteTransaction, 'db' | 'engine'>): Promise<readonly string[]> {
  const accounts = db.selectFrom('subject_alias').select('value').where('kind', '=', 'domain_account');
  const domains: string[] = [];
  for (let after = ''; domains.length < MOST_DOMAINS; ) {
    const query = accounts.where('value', '>', after).orderBy('value');
    const [found] = await firstRows(engine, query, 1).execute();
    if (!found) break;
    const [domain = ''] = found.value.split('\\');
    domains.push(domain);
    // `]` follows the backslash: behind all accounts of the domain.
    after = `${domain}]`;
  }
  return domains;
}
