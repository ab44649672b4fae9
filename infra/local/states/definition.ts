import { createRequire } from 'node:module';
import * as z from 'zod';
import { AwsError } from '../protocols/service.ts';
import type { Scope, State } from './kinds/state-kind.ts';
import { stateKinds } from './kinds/state-kinds.ts';

/** A definition that is ready to run. */
export type Definition = {
  readonly startAt: string;
  readonly timeoutSeconds: number | undefined;
  /** Whether a state of it starts executions of the same machine. */
  readonly startsExecutions: boolean;
  state(name: string): State;
};

// the package has no types: this is the part of it that is used here, as version 4.0.0 has it
type Validate = (definition: object) => { readonly isValid: boolean; errorsText(separator: string): string };
const validate = createRequire(import.meta.url)('asl-validator') as Validate;

// Step Functions' own limit
const maxDefinitionBytes = 1_048_576;

const definitionSchema = z.strictObject({
  Comment: z.string().optional(),
  Version: z.literal('1.0').optional(),
  QueryLanguage: z.literal('JSONPath').optional(),
  StartAt: z.string(),
  TimeoutSeconds: z.int().positive().optional(),
  States: z.record(z.string(), z.looseObject({ Type: z.string() })),
});

/** Checks a definition as Step Functions does, and that all of it has a behaviour here; throws InvalidDefinition. */
export function parseDefinition(text: string): Definition {
  checkDefinition(text);
  return readDefinition(text);
}

/** Makes a definition ready to run that was checked when it came. */
export function readDefinition(text: string): Definition {
  const { StartAt, TimeoutSeconds, States } = parseHere('', () => definitionSchema.parse(JSON.parse(text)));
  // names are unique in the whole machine, branches and iterations included
  const states = new Map(parseStates('', States));
  return {
    startAt: StartAt,
    timeoutSeconds: TimeoutSeconds,
    startsExecutions: [...states.values()].some((state) => state.startsExecutions),
    state(name) {
      const state = states.get(name);
      if (state === undefined) throw new Error(`no state "${name}", although the definition was checked`);
      return state;
    },
  };
}

function checkDefinition(text: string): void {
  if (Buffer.byteLength(text) > maxDefinitionBytes) {
    throw invalid(`DEFINITION_TOO_LARGE: it is larger than ${maxDefinitionBytes} bytes`);
  }
  const definition = parseJson(text);
  if (typeof definition !== 'object' || definition === null || !('States' in definition)) {
    throw invalid("SCHEMA_VALIDATION_FAILED: it must be an object with 'States'");
  }
  const problems = problemsOf(definition);
  if (problems !== '') throw invalid(problems);
}

function problemsOf(definition: object): string {
  try {
    const checked = validate(definition);
    return checked.isValid ? '' : checked.errorsText(', ');
  } catch (error) {
    // it stumbles over a state that is no object, for instance
    return `SCHEMA_VALIDATION_FAILED: ${String(error)}`;
  }
}

function* parseStates(path: string, states: Scope['States']): Iterable<[string, State]> {
  for (const [name, definition] of Object.entries(states)) {
    const here = `${path}/States/${name}`;
    const state = parseHere(here, () => parseState(definition));
    yield [name, state];
    for (const scope of state.scopes ?? []) yield* parseStates(here, scope.States);
  }
}

function parseState(state: { readonly Type: string }): State {
  const kind = stateKinds.get(state.Type);
  if (kind === undefined) {
    throw new Error(`no states of Type ${state.Type}, only ${[...stateKinds.keys()].join(', ')}`);
  }
  return kind.parse(state);
}

function parseHere<T>(path: string, parse: () => T): T {
  try {
    return parse();
  } catch (error) {
    const reasons = error instanceof z.ZodError ? error.issues.map(describeIssue) : [messageOf(error)];
    throw invalid(`UNSUPPORTED_HERE: the local Step Functions cannot run ${path}: ${reasons.join(', ')}`);
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

function describeIssue({ path, message }: z.core.$ZodIssue): string {
  return path.length === 0 ? message : `${path.join('/')}: ${message}`;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw invalid(`INVALID_JSON_DESCRIPTION: ${String(error)}`);
  }
}

function invalid(reason: string): AwsError {
  return new AwsError('InvalidDefinition', `Invalid State Machine Definition: '${reason}'`);
}
