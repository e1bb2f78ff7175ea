// The page of the alerts: what is wrong now, what was, who is told, and what another setting would do.

import { parse } from '../duration.ts';
import { present } from '../grid.ts';
import { Page } from '../page.tsx';
import { Tabs } from '../parts.tsx';
import { replace, state } from '../route.ts';
import { text } from '../text.ts';
import { Backtest } from './backtest.tsx';
import { alertingRules, alerts, history, silences, type Rule, type Silence } from './data.ts';
import { History, type HistoryData } from './history.tsx';
import { Present, type PresentData } from './present.tsx';
import { Silences } from './silences.tsx';

const TABS = ['now', 'history', 'silences', 'backtest'] as const;
const MOST_CHANGES = 1000;
const PAGE = 100;

type Data =
  | { tab: 'now'; present: PresentData }
  | { tab: 'history'; history: HistoryData }
  | { tab: 'silences'; silences: Silence[] }
  | { tab: 'backtest'; rules: Rule[] };

export class Alerts extends Page<Data> {
  #shown = PAGE;
  readonly #renew = async () => this.refresh(await present());

  protected async load(now: number): Promise<Data> {
    const tab = TABS.find((t) => t === state.tab) ?? 'now';
    state.tab = tab;
    switch (tab) {
      case 'history': return { tab, history: await this.#history() };
      case 'silences': return { tab, silences: await silences() };
      case 'backtest': return { tab, rules: await alertingRules() };
      default: return { tab, present: await this.#present(now) };
    }
  }

  async #present(now: number): Promise<PresentData> {
    const length = parse(state.range);
    const [active, rules, silenced, { changes, nextToken }] = await Promise.all([
      alerts(), alertingRules(), silences(), history({ start: now - length, end: now, limit: MOST_CHANGES }),
    ]);
    return { alerts: active, rules, silences: silenced, changes, truncated: Boolean(nextToken), length };
  }

  async #history(): Promise<HistoryData> {
    const [rules, { changes, nextToken }] = await Promise.all([
      alertingRules(), history({ limit: this.#shown, ...(state.alert ? { 'rule_name[]': state.alert } : {}) }),
    ]);
    return { changes, names: rules.map((r) => r.name), truncated: Boolean(nextToken) };
  }

  protected show(data: Data, now: number) {
    return (
      <>
        <Tabs page="alerts" name={text('page.alerts')} all={TABS.map((alertsTab) => ({ id: alertsTab, title: text(`alerts.${alertsTab}`) }))} />
        {data.tab === 'now' && <Present data={data.present} now={now} renew={this.#renew} />}
        {data.tab === 'history' && <History data={data.history}
          choose={(alert) => { replace({ alert }); this.#renew(); }} more={() => { this.#shown += PAGE; this.#renew(); }} />}
        {data.tab === 'silences' && <Silences all={data.silences} renew={this.#renew} />}
        {data.tab === 'backtest' && <Backtest rules={data.rules} draw={() => this.draw()} />}
      </>
    );
  }
}
