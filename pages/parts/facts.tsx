// Names and values beside each other. What has no value is left out.
import type { ComponentChildren } from 'preact';
import { Told } from './name.tsx';

export type Fact = readonly [name: string, value: ComponentChildren | null | undefined];

export function Facts({ facts }: { readonly facts: readonly Fact[] }) {
  return (
    <dl class="facts">
      {facts
        .filter(([, value]) => value !== null && value !== undefined)
        .map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>
              <Told value={value} />
            </dd>
          </div>
        ))}
    </dl>
  );
}
