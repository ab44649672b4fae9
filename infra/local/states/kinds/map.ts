import * as z from 'zod';
import { isList, type Json } from '../../runtime/template/json.ts';
import { readPath } from '../data/path.ts';
import { fillTemplate } from '../data/template.ts';
import { StateError } from '../state-error.ts';
import {
  effectiveInput,
  errorHandling,
  everyState,
  following,
  inputAndOutput,
  leaveWithResult,
  path,
  payloadTemplate,
  readNumber,
  resultFields,
  scope,
} from './state-fields.ts';
import type { Branch, StateKind, Visit } from './state-kind.ts';

// what Step Functions runs of an inline map at a time, and of a distributed one
const maxConcurrency = { INLINE: 40, DISTRIBUTED: 10_000 } as const;

const processorConfig = z.discriminatedUnion('Mode', [
  z.strictObject({ Mode: z.literal('INLINE') }),
  z.strictObject({
    Mode: z.literal('DISTRIBUTED'),
    ExecutionType: z.literal('STANDARD', 'the local Step Functions runs STANDARD executions only'),
  }),
]);

const mapSchema = z.strictObject({
  ...everyState,
  ...inputAndOutput,
  ...following,
  ...resultFields,
  ...errorHandling,
  Type: z.literal('Map'),
  ItemsPath: path.optional(),
  ItemSelector: payloadTemplate.optional(),
  // the older name of ItemSelector
  Parameters: payloadTemplate.optional(),
  MaxConcurrency: z.int().nonnegative().optional(),
  MaxConcurrencyPath: path.optional(),
  ItemProcessor: z
    .strictObject({
      ...scope,
      ProcessorConfig: processorConfig.default({ Mode: 'INLINE' }),
    })
    .optional(),
  // the older name of ItemProcessor
  Iterator: z.strictObject(scope).optional(),
});

type MapState = z.infer<typeof mapSchema>;

/** Runs its states once for each item of a list and takes the list of what they answer. */
export const map: StateKind = {
  parse(definition) {
    const state = mapSchema.parse(definition);
    const inside = state.ItemProcessor ?? state.Iterator;
    if (inside === undefined) throw new Error('a Map needs an ItemProcessor');
    return {
      type: state.Type,
      retry: state.Retry,
      catch: state.Catch,
      scopes: [inside],
      startsExecutions: modeOf(state) === 'DISTRIBUTED',
      enter: (visit) => ({
        status: 'branching',
        branches: iterations(state, inside.StartAt, visit),
        concurrency: concurrency(state, visit),
        areExecutions: modeOf(state) === 'DISTRIBUTED',
      }),
      leave: (visit, results) => leaveWithResult(state, visit, results),
    };
  },
};

function iterations(state: MapState, startAt: string, visit: Visit): readonly Branch[] {
  const input = effectiveInput(state, visit);
  const selector = state.ItemSelector ?? state.Parameters;
  return readItems(state.ItemsPath ?? '$', { ...visit, input }).map((Value, Index) => {
    const item = { Index, Value };
    if (selector === undefined) return { startAt, input: Value, item };
    const context = { ...visit.context, Map: { Item: item } };
    return { startAt, input: fillTemplate(selector, { input, context }), item };
  });
}

function readItems(from: string, visit: Visit): readonly Json[] {
  const items = readPath(from, visit);
  if (isList(items)) return items;
  throw new StateError('States.Runtime', `Reference path "${from}" must point to array.`);
}

function concurrency(state: MapState, visit: Visit): number {
  const sources = { ...visit, input: effectiveInput(state, visit) };
  const asked = readNumber(state.MaxConcurrency, state.MaxConcurrencyPath, sources);
  const most = maxConcurrency[modeOf(state)];
  return Math.min(asked || most, most);
}

const modeOf = ({ ItemProcessor }: MapState) => ItemProcessor?.ProcessorConfig.Mode ?? 'INLINE';
