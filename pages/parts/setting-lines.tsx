// What is wrong with settings, a line for each: in German what has to stand there, with what the API says of it below.
import { germanOnes } from './german.ts';
import { WORDING } from './hint.tsx';
import { Marked } from './marked.tsx';

const useGerman = germanOnes(() => import('../api/german-settings.ts'));

export function SettingLines({ detail }: { readonly detail: string }) {
  const german = useGerman();
  const said = !german ? [] : detail.split('\n').flatMap((line) => german.settingInGerman(line) ?? []);
  if (said.length === 0) return <span lang="en">{detail}</span>;
  return (
    <>
      <ul>
        {said.map((line) => (
          <li key={line}>
            <Marked lang="de" text={line} />
          </li>
        ))}
      </ul>
      <details>
        <summary>{WORDING}</summary>
        <span lang="en">{detail}</span>
      </details>
    </>
  );
}
