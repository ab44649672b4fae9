import { InvalidInputError } from '../../errors.ts';
import { didYouMean } from '../../nearest.ts';
import { child, isRecord, parseValue, refuse, requireKnownKeys, shown } from '../../segments/refusal.ts';
import type { JourneyStep, StepByType } from '../definition.ts';
import { requireFewConditions } from '../rules/size.ts';
import { branch } from './branch.ts';
import { exit } from './exit.ts';
import { send } from './send.ts';
import type { JourneyFunction, StepKind } from './step-kind.ts';
import { wait } from './wait.ts';

const MOST_STEPS = 200;
const A_LIST = `a list of 1 to ${MOST_STEPS} steps`;

/** Every kind of step, by the type that names it. */
const kinds: { readonly [Type in keyof StepByType]: StepKind<StepByType[Type]> } = {
  wait,
  branch,
  send,
  exit,
};

const stepTypes = Object.keys(kinds);

/** What the role of the machines must be allowed to invoke. */
export const journeyPermissions: readonly JourneyFunction[] = [
  ...new Set(Object.values(kinds).flatMap(({ permissions }) => permissions)),
];

export function kindOfStep({ type }: JourneyStep): StepKind<JourneyStep> {
  return kinds[type];
}

export function parseSteps(value: unknown, pointer: string): readonly JourneyStep[] {
  if (!Array.isArray(value) || value.length === 0) {
    const code = value === undefined || Array.isArray(value) ? 'missing_steps' : 'invalid_value';
    refuse(`\`steps\` must be ${A_LIST}, got ${shown(value)}`, { code, pointer, allowed: A_LIST });
  }
  if (value.length > MOST_STEPS) {
    refuse(`a journey has at most ${MOST_STEPS} steps, got ${value.length}`, {
      code: 'too_many_steps',
      pointer,
      allowed: MOST_STEPS,
    });
  }
  requireFewConditions(value);
  return value.map((step: unknown, index) => {
    const stepPointer = child(pointer, index);
    return refusingAt(stepPointer, () => parseStep(step));
  });
}

function parseStep(value: unknown): JourneyStep {
  if (!isRecord(value)) {
    const allowed = 'an object with `id` and `type`';
    refuse(`a step must be ${allowed}, got ${shown(value)}`, { code: 'invalid_value', pointer: '', allowed });
  }
  const kind = kindNamed(value.type) ?? refuseType(value.type);
  requireKnownKeys(value, { pointer: '', known: Object.keys(kind.schema.shape) });
  return parseValue(kind.schema, value, { pointer: '', name: 'step' });
}

/** A kind knows its own keys, not where in the journey the step stands. */
function refusingAt<Result>(pointer: string, parse: () => Result): Result {
  try {
    return parse();
  } catch (error) {
    if (!(error instanceof InvalidInputError)) throw error;
    const { code, message, allowed, pointer: inside = '' } = error;
    throw new InvalidInputError(code, message, { pointer: `${pointer}${inside}`, allowed, cause: error });
  }
}

function refuseType(type: unknown): never {
  refuse(
    `a step's \`type\` must be one of ${stepTypes.join(', ')}, got ${shown(type)}${didYouMean(type, stepTypes)}`,
    {
      code: type === undefined ? 'missing_step_type' : 'unknown_step_type',
      pointer: '/type',
      allowed: stepTypes,
    },
  );
}

function kindNamed(type: unknown): StepKind<JourneyStep> | undefined {
  return isStepType(type) ? kinds[type] : undefined;
}

function isStepType(type: unknown): type is keyof StepByType {
  return typeof type === 'string' && Object.hasOwn(kinds, type);
}
