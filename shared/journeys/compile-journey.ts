import type { Journey } from './definition.ts';
import type { AslDefinition, AslState } from './machine/asl.ts';
import type { Onward } from './machine/compilation.ts';
import { cancelledState, compileTask, endedState, type TaskLiterals } from './machine/task.ts';
import { countTransitions, pruneStates } from './machine/transitions.ts';
import { type Flow, flowOf } from './rules/flow.ts';
import { kindOfStep } from './steps/index.ts';

export type CompiledJourney = {
  readonly definition: AslDefinition;
  /** what a run costs at most, when nothing is retried or cancelled */
  readonly transitions: number;
};

/** What every Task carries as literals. */
export type CompileOptions = {
  readonly version: number;
  readonly decideStepArn: string;
  readonly sendMessageArn: string;
};

/** The state machine of one version of a journey; the same journey always gives the same machine. */
export function compileJourney(
  journey: Journey,
  { version, decideStepArn, sendMessageArn }: CompileOptions,
): CompiledJourney {
  const functions = { 'decide-step': decideStepArn, 'send-message': sendMessageArn };
  const literals = { journeyId: journey.id, version, functions };
  const flow = flowOf(journey.steps);
  const states = journey.steps.map((_, place) => compileStep(place, { journey, flow, literals }));
  const ends: Readonly<Record<string, AslState>> = {
    [endedState]: { Type: 'Succeed' },
    [cancelledState]: { Type: 'Succeed' },
  };
  const definition = pruneStates({
    StartAt: stateNameOf(0),
    States: Object.fromEntries([...states, ends].flatMap((some) => Object.entries(some))),
  });
  return { definition, transitions: countTransitions(definition) };
}

function compileStep(
  place: number,
  { journey, flow, literals }: { journey: Journey; flow: Flow; literals: TaskLiterals },
): Readonly<Record<string, AslState>> {
  const step = journey.steps[place];
  if (step === undefined) throw new Error(`a journey has a step at every place, got ${place}`);
  return kindOfStep(step).compile(step, {
    name: stateNameOf(place),
    onward: (key) => onwardOf(journey, flow[place]?.find((edge) => edge.key === key)?.to),
    task: (request) => compileTask(request, literals),
  });
}

function onwardOf({ steps }: Journey, to: number | undefined): Onward {
  const target = to === undefined ? undefined : steps[to];
  if (to === undefined || target === undefined || kindOfStep(target).endsRun(target))
    return { endsRun: true };
  return { endsRun: false, state: stateNameOf(to) };
}

// never the step's id: state names are ours
const stateNameOf = (place: number): string => `s${place}`;
