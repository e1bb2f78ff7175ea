// Sliders for what is tried of an alert.

import { say } from '../duration.ts';
import { number } from '../format.ts';
import { text } from '../text.ts';
import type { Rule } from './data.ts';
import { STOPS, WAITS, atStop, given, stopOf, type Setting } from './settings.ts';

interface Properties {
  rule: Rule;
  setting: Setting;
  /** Called while a slider moves. */
  change: (setting: Setting) => void;
}

const wait = (seconds: number) => (seconds ? say(seconds) : text('backtest.atOnce'));

export function Sliders({ rule, setting, change }: Properties) {
  const before = given(rule);
  const waits = [...new Set([...WAITS, before.wait, setting.wait])].sort((a, b) => a - b);
  const { threshold } = before;
  const words = setting.threshold === null ? '' : number(setting.threshold);
  return (
    <div class="sliders">
      <label>
        {text('backtest.for')} <output>{wait(setting.wait)}</output>
        <input type="range" name="for" min={0} max={waits.length - 1} value={waits.indexOf(setting.wait)} aria-valuetext={wait(setting.wait)}
          onInput={(e) => change({ ...setting, wait: waits[Number(e.currentTarget.value)]! })} />
        <small>{text('backtest.rule', { value: wait(before.wait) })}</small>
      </label>
      {threshold !== null && threshold !== 0 && setting.threshold !== null && (
        <label>
          {text('backtest.threshold')} <output>{words}</output>
          <input type="range" name="threshold" min={-STOPS} max={STOPS} value={stopOf(threshold, setting.threshold)} aria-valuetext={words}
            onInput={(e) => change({ ...setting, threshold: atStop(threshold, Number(e.currentTarget.value)) })} />
          <small>{text('backtest.rule', { value: number(threshold) })}</small>
        </label>
      )}
    </div>
  );
}
