// Sources of logs: files and what of them is not read yet, and lines that are pushed.

import type { FileTrouble } from '../../lib/sources/contract.ts';
import { own } from '../parts/own.ts';
import { type Column, Table } from '../parts/table.tsx';
import { When } from '../parts/when.tsx';
import { formats, textsIn } from '../shell/language.ts';
import type { SourceStatus } from './api.ts';
import { Section, titleOf } from './section.tsx';
import { SourceLink } from './source-link.tsx';
import { texts } from './texts/logs.ts';
import { texts as states } from './texts/states.ts';

export function Logs({ sources }: { readonly sources: readonly SourceStatus[] }) {
  const t = textsIn(texts);
  const { columns: labels } = t;
  const f = formats();
  const columns: readonly Column<SourceStatus>[] = [
    { id: 'source', label: labels.source, cell: ({ name }) => <SourceLink name={name} /> },
    { id: 'files', label: labels.files, isNumber: true, cell: ({ files }) => files && f.number(files.known) },
    {
      id: 'behind',
      label: labels.behind,
      cell: ({ files }) =>
        files && (files.behind === 0 ? t.allRead : t.filesBehind(f.bytes(files.bytesBehind), f.number(files.behind))),
    },
    {
      id: 'oldest',
      label: labels.oldest,
      cell: ({ files }) => files?.oldestUnread && <When at={files.oldestUnread} />,
    },
    { id: 'problems', label: labels.problems, cell: ({ files }) => files && <Troubles of={files} /> },
    { id: 'push', label: labels.push, cell: ({ push }) => push && <Pushed push={push} /> },
  ];
  const logs = sources.filter(({ files, push }) => files !== null || push !== null);
  return (
    <Section name="logs">
      <Table caption={titleOf('logs')} quiet columns={columns} rows={logs} keyOf={({ name }) => name} empty={t.none} />
    </Section>
  );
}

/** Nothing has to be done about these. */
const READ: FileTrouble = 'not-compressed';

/** A file has no name here: it may be somebody's. */
function Troubles({ of: { problems, places } }: { readonly of: NonNullable<SourceStatus['files']> }) {
  const t = textsIn(texts);
  const f = formats();
  const names: Readonly<Record<string, { readonly name: string }>> = textsIn(states);
  return (
    <>
      {Object.entries(problems).map(([trouble, count]) => (
        <div key={trouble}>
          <div class={`state ${trouble === READ ? 'quiet' : 'bad'}`}>
            {own(names, trouble)?.name ?? trouble}: {f.number(count)}
          </div>
          {places
            .filter((place) => place.trouble === trouble)
            .map(({ path, files, since }) => (
              <div key={path} class="note">
                {path !== null && `${t.at(f.number(path), files === count ? null : f.number(files))}, `}
                {t.since} <When at={since} />
              </div>
            ))}
        </div>
      ))}
    </>
  );
}

function Pushed({ push }: { readonly push: NonNullable<SourceStatus['push']> }) {
  const t = textsIn(texts);
  const f = formats();
  return (
    <>
      {t.push(f.number(push.senders), f.number(push.accepted), f.number(push.rejected))}
      <div class="note">
        {t.lastPush} <When at={push.lastAcceptedAt} />
      </div>
      {push.senders > 1 && (
        <div class="note">
          {t.quiet}: <When at={push.quietSince} />
        </div>
      )}
    </>
  );
}
