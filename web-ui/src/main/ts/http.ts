// Requests to the server, and whether it answers. Every failure is an Error with the server's own text.

import { say } from './duration.ts';
import { text } from './text.ts';

/** The whole of an answer. */
export interface Answer<T> {
  data: T;
  warnings?: string[];
  infos?: string[];
}

/** Values of a query string or form; of a list, each is sent. */
export type Parameters = Record<string, string | number | readonly (string | number)[]>;

/** Nobody answered: the page as a whole says so, not each part of it. */
export class Away extends Error {}

/** Whether the server answers: since when not, in milliseconds since 1970, or null. */
export const connection: { awaySince: number | null } = { awaySince: null };

const PATIENCE_SECONDS = 15;
const asked = new Map<string, Promise<Answer<unknown>>>();

async function answer(path: string | URL, init: RequestInit = {}, patience = PATIENCE_SECONDS): Promise<Response> {
  try {
    const response = await fetch(new URL(path, document.baseURI), { ...init, signal: AbortSignal.timeout(patience * 1000) });
    connection.awaySince = null;
    return response;
  } catch (e) {
    // One slow query does not mean that the server is away.
    if ((e as Error).name === 'TimeoutError') throw new Error(text('error.slow', { duration: say(patience) }));
    connection.awaySince ??= Date.now();
    throw new Away((e as Error).message);
  }
}

async function json(response: Response) {
  const type = response.headers.get('content-type') ?? '';
  if (!type.includes('json')) throw new Error(`HTTP ${response.status}`);
  return response.json();
}

async function success<T>(response: Response): Promise<Answer<T>> {
  const body = await json(response);
  if (body.status !== 'success') throw new Error(body.error);
  return body;
}

function encoded(parameters: Parameters): URLSearchParams {
  const all = new URLSearchParams();
  for (const [key, value] of Object.entries(parameters)) for (const v of [value].flat()) all.append(key, String(v));
  return all;
}

/** Asks; two parts of a page that ask the same at the same time share the answer. */
export function get<T>(path: string, parameters: Parameters = {}): Promise<Answer<T>> {
  const url = new URL(path, document.baseURI);
  url.search = encoded(parameters).toString();
  const found = asked.get(url.href) ?? answer(url).then(success).finally(() => asked.delete(url.href));
  asked.set(url.href, found);
  return found as Promise<Answer<T>>;
}

/** Sends a form, for what is too long for an address or takes longer: seconds of `patience`. */
export const post = async <T>(path: string, parameters: Parameters, patience?: number): Promise<Answer<T>> =>
  success(await answer(path, { method: 'POST', body: encoded(parameters) }, patience));

/** Stores something. */
export const put = async <T>(path: string, body: unknown): Promise<Answer<T>> =>
  success(await answer(path, { method: 'PUT', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body) }));

/** Asks for or changes something of Alertmanager's API, whose answers are bare and may be empty. */
export async function bare<T>(path: string, method = 'GET', body?: unknown): Promise<T | null> {
  const headers = body === undefined ? undefined : { 'Content-Type': 'application/json' };
  const response = await answer(path, { method, headers, body: body === undefined ? undefined : JSON.stringify(body) });
  if (!response.ok) throw new Error(String(await json(response)));
  return (response.headers.get('content-type') ?? '').includes('json') ? response.json() : null;
}

/** Ends something, such as a query. */
export const remove = async (path: string) => {
  const response = await answer(path, { method: 'DELETE' });
  if (!response.ok) await success(response);
};
