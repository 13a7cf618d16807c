// An operator gets a mail when a source goes stale: a collector, and a real mail server that asks for STARTTLS and a password.
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { mirrors } from '../../lib/catalog/index.ts';
import { keepSecret } from '../../local/fleet/folder.ts';
import { MailServer, mailServerIsInstalled } from '../real/mail-server.ts';
import { type CollectorProcess, eventually } from './collector-process.ts';
import { Company } from './company.ts';

const real = mailServerIsInstalled() ? describe : describe.skip;
const [USER, PASSWORD] = ['lens', 'a password of the mail server'];
const tried = z.object({ items: z.array(z.object({ channel: z.string(), code: z.string().nullable() })) });

real('a real mail server', () => {
  let company: Company;
  let server: MailServer;
  let lens: CollectorProcess;
  const mailing = (port: number) => ({
    NOTIFY_NAME: 'lens-berlin',
    NOTIFY_MAIL_SERVER: `smtp://localhost:${port}`,
    NOTIFY_MAIL_CA_FILE: `${company.folder}/ca.pem`,
    NOTIFY_MAIL_USER: USER,
    NOTIFY_MAIL_PASSWORD: company.secret('mail-password'),
    NOTIFY_MAIL_FROM: 'lens@example.org',
    NOTIFY_MAIL_TO: 'operations@example.org,night@example.org',
    NOTIFY_KINDS: 'source-stale',
    NOTIFY_STALE_HOURS: '1',
  });
  const test = async (of = lens) => {
    const { items } = await of.get(tried, 'notifications/test', { method: 'POST' });
    return items.map(({ code }) => code);
  };
  const titled = (title: string) => server.mails.filter(({ text }) => text.includes(title));
  /** As if nothing had been read for two hours. */
  const goStale = async (): Promise<Date> => {
    const ago = new Date(Date.now() - 2 * 3_600_000);
    const { write, db } = await company.store();
    const states = await db.selectFrom('source_state').select(['source', 'passes']).execute();
    await write(async (tx) => {
      for (const { source, passes } of states) {
        const then = Object.fromEntries(Object.keys(JSON.parse(passes ?? '{}')).map((name) => [name, ago]));
        const update = tx.db.updateTable('source_state').set({ passes: JSON.stringify(then) });
        await update.where('source', '=', source).execute();
      }
      for (const { name } of mirrors) await tx.rows.updateTable(name).set({ first_seen_at: ago }).execute();
    });
    return ago;
  };

  beforeAll(async () => {
    company = await Company.start();
    const certificate = company.fleet.authority.issueServer();
    server = await MailServer.start({ certificate, user: USER, password: PASSWORD });
    keepSecret(company.folder, 'mail-password', PASSWORD);
    lens = await company.collector({ environment: mailing(server.port) });
    await lens.firstPolls('intune', 'directory');
  });
  afterAll(async () => {
    await server?.remove();
    await company?.close();
  });

  it('gets a test when an operator asks for one', async () => {
    expect(await test()).toEqual([null]);
    expect(server.signIns).toEqual([true]);
    expect(server.mails).toMatchObject([
      { from: 'lens@example.org', to: ['operations@example.org', 'night@example.org'] },
    ]);
    expect(titled('Subject: [lens-berlin] Test: This is a test')).toHaveLength(1);
  });

  it('gets one mail when a source goes stale, which names the source and nobody', async () => {
    const ago = await goStale();
    await lens.tick('notify');
    const [mail] = await eventually('a mail comes', async () => {
      const found = titled('New: A source is stale');
      return found.length > 0 ? found : undefined;
    });
    const text = mail?.text ?? '';
    const [head, body] = [text.slice(0, text.indexOf('\r\n\r\n')), text.slice(text.indexOf('\r\n\r\n'))];
    expect(head).toMatch(/^Message-ID: <[0-9a-f-]{36}@example\.org>\r$/m);
    expect(body).toContain(`- intune, device, since ${ago.toISOString()}`);
    expect(body).not.toMatch(/@|localhost|127\.0\.0\.1/);
    await lens.tick('notify');
    await lens.tick('notify');
    const { db } = await company.store();
    const looked = async () => {
      const rows = await db.selectFrom('notification').select('seen_at').where('kind', '=', 'source-stale').execute();
      return Math.min(...rows.map(({ seen_at }) => seen_at.getTime()));
    };
    const before = Date.now();
    await eventually('it looked again', async () => {
      await lens.tick('notify');
      return (await looked()) > before ? true : undefined;
    });
    expect(titled('A source is stale')).toHaveLength(1);
  });

  it('is asked twice at most with a password that it refused', async () => {
    const asked = server.signIns.length;
    keepSecret(company.folder, 'mail-password', 'another');
    const atOnce = async () => (await Promise.all(Array.from({ length: 12 }, () => test()))).flat();
    const codes = [...(await atOnce()), ...(await atOnce())].sort();
    expect(codes).toEqual([...Array(2).fill('sign-in-refused'), ...Array(22).fill('sign-in-waits')]);
    expect(server.signIns.slice(asked)).toEqual([false, false]);
  });

  it('gets nothing where it offers no TLS, a password least of all', async () => {
    const plain = await MailServer.start({ user: USER, password: PASSWORD });
    try {
      const other = await company.collector({ environment: mailing(plain.port), database: 'other' });
      expect(await test(other)).toEqual(['tls']);
      expect([plain.mails, plain.signIns]).toEqual([[], []]);
    } finally {
      await plain.remove();
    }
  });
});
