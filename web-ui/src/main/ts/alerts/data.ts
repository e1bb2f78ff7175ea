// What the server knows of alerts.

import type { Labels } from '../api.ts';
import { bare, get, post } from '../http.ts';

export interface Alert {
  labels: Labels;
  annotations: Labels;
  state: 'pending' | 'firing';
  /** Since when its expression gives it. */
  activeAt: string;
  value: string;
}

export type AlertState = 'inactive' | Alert['state'];

/** A step of an alert from one state to another. */
export interface Change {
  time: string;
  group: string;
  rule: string;
  labels: Labels;
  from: AlertState;
  to: AlertState;
  reason: string;
  value: string;
}

export interface Matcher {
  name: string;
  value: string;
  isRegex: boolean;
  isEqual: boolean;
}

export interface Silence {
  id: string;
  status: { state: 'active' | 'pending' | 'expired' };
  comment: string;
  createdBy: string;
  startsAt: string;
  endsAt: string;
  matchers: Matcher[];
}

export interface Rule {
  type: 'alerting' | 'recording';
  name: string;
  query: string;
  /** Seconds. */
  duration?: number;
  keepFiringFor?: number;
  labels?: Labels;
  annotations?: Labels;
  state?: AlertState;
  health: 'ok' | 'err' | 'unknown';
  lastError?: string;
  lastEvaluation: string;
  evaluationTime: number;
  alerts?: Alert[];
}

export interface Group {
  name: string;
  file: string;
  interval: number;
  lastEvaluation: string;
  evaluationTime: number;
  rules: Rule[];
}

/** Of one setting: how alerts would have gone. */
export interface Run {
  for: number;
  threshold: number | null;
  query: string;
  evaluations: number;
  failures: number;
  firstFailure?: string;
  episodes: number;
  fired: number;
  flaps: number;
  firing: number;
  series: { labels: Labels; episodes: Episode[] }[];
}

export interface Episode {
  begun: string;
  firing: string | null;
  resolved: string | null;
}

export interface Report {
  start: string;
  end: string;
  alerts: { group: string; alert: string; runs: Run[] }[];
}

export const alerts = async () => (await get<{ alerts: Alert[] }>('api/v1/alerts')).data.alerts;

export const groups = async () => (await get<{ groups: Group[] }>('api/v1/rules')).data.groups;

export const alertingRules = async () => (await groups()).flatMap((group) => group.rules.filter((rule) => rule.type === 'alerting'));

export const history = async (parameters: Record<string, string | number>) =>
  (await get<{ changes: Change[]; nextToken?: string }>('api/v1/alerts/history', parameters)).data;

export const silences = async () => (await bare<Silence[]>('api/v2/silences')) ?? [];

export const silence = (wanted: Omit<Silence, 'id' | 'status'>) => bare('api/v2/silences', 'POST', wanted);

export const unsilence = (id: string) => bare(`api/v2/silence/${encodeURIComponent(id)}`, 'DELETE');

/** How long a backtest may take, in seconds. */
const PATIENCE = 120;

export const backtest = async (parameters: Record<string, string | number | (string | number)[]>) =>
  (await post<Report>('api/v1/rules/backtest', parameters, PATIENCE)).data;

/** Whether a silence holds for labels. */
export const matches = (labels: Labels, { matchers }: Silence): boolean => matchers.every(({ name, value, isRegex, isEqual }) => {
  const has = labels[name] ?? '';
  return (isRegex ? new RegExp(`^(?:${value})$`, 'su').test(has) : has === value) === isEqual;
});
