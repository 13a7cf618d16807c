// Code that is loaded when it is wanted: an upgrade under an open page takes it away, and a lost connection does for a while.
import { Problem } from '../api/problem.ts';
import { requestOptions } from '../api/request-options.ts';

/** What `load` gives, or a Problem that tells these apart. */
export async function loaded<T>(load: () => Promise<T>): Promise<T> {
  try {
    return await load();
  } catch {
    throw new Problem(await causeNow(), 0);
  }
}

/** An import fails without a word: the document as it is served now names the code that is now. */
async function causeNow(): Promise<'connection' | 'foreign' | 'renewed'> {
  const script = document.querySelector('script[type=module]')?.getAttribute('src') ?? '';
  try {
    const response = await fetch(document.baseURI, requestOptions('manual'));
    const served = await response.text();
    if (!response.ok || !served.includes('type="module"')) return 'foreign';
    return served.includes(script) ? 'connection' : 'renewed';
  } catch {
    return 'connection';
  }
}
