import { type Context, type Emitter, Liquid, type Template } from 'liquidjs';

/** What is being filled in at a place of a template cannot be shown. */
export class UnfillableError extends Error {
  override name = 'UnfillableError' as const;
}

const MAX_SOURCE_CHARACTERS = 100_000;
const MEMORY_UNITS = 1_000_000;
// every node rendered costs as much as 20 characters: work is bounded by count, not by the speed of the machine
const UNITS_PER_NODE = 20;
const RENDER_MILLISECONDS = 1_000; // only for what the count does not see
// files are none of a template's business; chance would make a retry say something else
const UNWANTED_TAGS = ['include', 'render', 'layout', 'block'];
const UNWANTED_FILTERS = ['sample', 'shuffle'];

/** For html: what is filled in is escaped unless the template says `| raw`. */
const htmlEngine = createEngine((value) => escapeHtml(textOf(value)));
/** For every other part. */
const textEngine = createEngine(textOf);

function createEngine(show: (value: unknown) => string): Liquid {
  const engine = new Liquid({
    strictFilters: true,
    strictVariables: true,
    // so that `if` and `default` can be asked about what may be missing; an output never can
    lenientIf: true,
    ownPropertyOnly: true,
    templates: {},
    timezoneOffset: 'UTC',
    outputEscape: show,
    parseLimit: MAX_SOURCE_CHARACTERS,
    memoryLimit: MEMORY_UNITS,
    renderLimit: RENDER_MILLISECONDS,
  });
  for (const tag of UNWANTED_TAGS) delete engine.tags[tag];
  for (const filter of UNWANTED_FILTERS) engine.unregisterFilter(filter);
  engine.registerFilter('raw', { raw: true, handler: textOf });
  countNodes(engine);
  return engine;
}

function countNodes({ renderer }: Liquid): void {
  const render = renderer.renderTemplates.bind(renderer);
  renderer.renderTemplates = function* (templates: Template[], context: Context, emitter?: Emitter) {
    context.memoryLimit.use((templates.length + 1) * UNITS_PER_NODE);
    return yield* render(templates, context, emitter);
  };
}

// an empty place or an "[object Object]" would be a half-filled message
function textOf(value: unknown): string {
  if (value === null || value === undefined) throw new UnfillableError('nothing to fill in');
  if (Array.isArray(value)) return value.map(textOf).join('');
  if (typeof value === 'object') throw new UnfillableError('an object to fill in');
  return String(value);
}

const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&#34;',
  "'": '&#39;',
};

function escapeHtml(text: string): string {
  return text.replaceAll(/[&<>"']/g, (character) => ESCAPES[character] ?? character);
}

/** The engine of a part by its name. */
export function engineOf(part: string): Liquid {
  return part === 'html' ? htmlEngine : textEngine;
}
