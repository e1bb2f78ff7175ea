// How the server was told to be: its configuration, flags and features.

import { Nothing, Section, Table, Verdict } from '../parts.tsx';
import { text } from '../text.ts';

export const Configuration = ({ yaml }: { yaml: string }) => (
  <Section id="config" title={text('status.config')}>
    <p class="hint">{text('config.read')}</p>
    {yaml.trim() ? <pre class="code" tabIndex={0} aria-label={text('status.config')}>{yaml}</pre> : <p class="hint">{text('config.none')}</p>}
  </Section>
);

export const Flags = ({ all }: { all: Record<string, string> }) => (
  <Section id="flags" title={text('status.flags')}>
    {!Object.keys(all).length && <Nothing>{text('flags.none')}</Nothing>}
    <Table name={text('status.flags')} heads={[text('flags.name'), text('flags.value')]}>
      {Object.entries(all).sort(([a], [b]) => a.localeCompare(b)).map(([name, value]) => (
        <tr key={name} data-flag={name}><th scope="row"><code>--{name}</code></th><td><code>{value || '–'}</code></td></tr>
      ))}
    </Table>
  </Section>
);

export const Features = ({ all }: { all: Record<string, Record<string, boolean>> }) => (
  <>
    {Object.entries(all).map(([group, features]) => (
      <Section id={`features-${group}`} title={group.replaceAll('_', ' ')} key={group}>
        <ul class="features">
          {Object.entries(features).map(([name, on]) => (
            <li key={name} data-feature={`${group}.${name}`} class={on ? undefined : 'off'}>
              <Verdict good={on ? true : null}><code>{name}</code> {on ? '' : text('features.off')}</Verdict>
            </li>
          ))}
        </ul>
      </Section>
    ))}
  </>
);
