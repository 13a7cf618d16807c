// Copies the address of what is shown, to hand it over: its id, and nobody's name.
import { announce } from '../shell/announce.tsx';
import { textsIn } from '../shell/language.ts';
import { texts } from '../shell/texts.ts';

export function CopyLink() {
  const t = textsIn(texts).copyLink;
  // Without TLS no browser has it: https://w3c.github.io/clipboard-apis/
  if (!isSecureContext) return null;
  const copy = () =>
    navigator.clipboard.writeText(location.href).then(
      () => announce(t.done),
      () => announce(t.failed),
    );
  return (
    <button type="button" onClick={copy}>
      {t.copy}
    </button>
  );
}
