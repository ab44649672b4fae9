import { LiquidError } from 'liquidjs';
import { type PartName, type Parts, partNames } from './channels/message.ts';
import { engineOf, UnfillableError } from './liquid/engine.ts';
import type { Template } from './template.ts';

/** What a template may speak of; without an entry event there is no `event`. */
export type RenderContext = {
  readonly profile: Readonly<Record<string, unknown>>;
  readonly event?: Readonly<Record<string, unknown>>;
  readonly journey: Readonly<Record<string, unknown>>;
  readonly workspace: Readonly<Record<string, unknown>>;
  readonly unsubscribeUrl: string;
};

/** `failed` names the part and what was missing in it. */
export type Rendering = { readonly parts: Parts } | { readonly failed: string };

const MAX_PART_CHARACTERS = 256 * 1_024;

/** All parts of a template in one language, filled in; when one cannot be, none is. */
export function renderTemplate(template: Template, locale: string, context: RenderContext): Rendering {
  const sources: Parts = template.locales[locale] ?? {};
  const parts: Partial<Record<PartName, string>> = {};
  for (const part of partNames) {
    const source = sources[part];
    if (source === undefined) continue;
    const rendered = renderPart(part, source, context);
    if ('failed' in rendered) return rendered;
    parts[part] = rendered.text;
  }
  return { parts };
}

function renderPart(
  part: PartName,
  source: string,
  context: RenderContext,
): { text: string } | { failed: string } {
  try {
    const engine = engineOf(part);
    const text = String(engine.renderSync(engine.parse(source), context));
    if (text.length <= MAX_PART_CHARACTERS) return { text };
    return { failed: `${part}: over ${MAX_PART_CHARACTERS} characters` };
  } catch (error) {
    return { failed: `${part}: ${reasonOf(error)}` };
  }
}

/** The name of the variable that was missing, else what Liquid says without the text of the template. */
function reasonOf(error: unknown): string {
  const cause = LiquidError.is(error) ? error.originalError : error;
  if (cause instanceof Error && 'variableName' in cause) return String(cause.variableName);
  if (LiquidError.is(error) && cause instanceof UnfillableError) return expressionOf(error.token.getText());
  const thrown = cause ?? error;
  return thrown instanceof Error ? thrown.message.slice(0, 200) : 'cannot be rendered';
}

const expressionOf = (output: string): string =>
  output
    .replace(/^\{[{%]-?\s*/, '')
    .replace(/\s*-?[}%]\}$/, '')
    .slice(0, 200);
