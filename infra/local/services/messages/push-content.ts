import { isObject } from '../../runtime/template/json.ts';

export type PushContent = { readonly subject?: string | undefined; readonly text?: string | undefined };

/** What a person would see of a push message, as far as the payload of one of the platforms says it. */
export function pushContent(message: Readonly<Record<string, unknown>>): PushContent {
  const alerts = Object.entries(message).flatMap(([platform, payload]) =>
    platform === 'default' ? [] : [alertOf(payload)],
  );
  const alert = alerts.find((found) => found !== undefined);
  return alert ?? { text: typeof message.default === 'string' ? message.default : undefined };
}

function alertOf(payload: unknown): PushContent | undefined {
  const json = parse(payload);
  const firebase = at(json, 'fcmV1Message', 'message') ?? json;
  const shown = at(firebase, 'notification') ?? at(json, 'aps', 'alert');
  if (typeof shown === 'string') return { text: shown };
  return isObject(shown) ? { subject: words(shown.title), text: words(shown.body) } : undefined;
}

function at(value: unknown, ...names: readonly string[]): unknown {
  return names.reduce((inside, name) => (isObject(inside) ? inside[name] : undefined), value);
}

function words(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

function parse(payload: unknown): unknown {
  try {
    return JSON.parse(String(payload));
  } catch {
    // shown as it is in `raw`
    return undefined;
  }
}
