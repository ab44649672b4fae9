import { didYouMean } from '../../nearest.ts';
import { refuse, shown } from '../../segments/refusal.ts';
import type { JourneyStep } from '../definition.ts';
import { kindOfStep } from '../steps/index.ts';
import { type Edge, type Flow, flowOf, longestPath, reachableFrom } from './flow.ts';

const DAY = 86_400_000;
// Step Functions stops an execution after a year
const LONGEST_RUN_DAYS = 365;

/** Refuses steps that cannot be run from the first to an end. */
export function checkFlow(steps: readonly JourneyStep[]): void {
  refuseDuplicates(steps);
  refuseDangling(steps);
  const flow = flowOf(steps);
  const reached = reachableFrom(0, flow);
  refuseLoops(steps, flow, reached);
  refuseUnreachable(steps, reached);
  refuseLongRuns(steps, flow);
}

function refuseDuplicates(steps: readonly JourneyStep[]): void {
  const places = new Map<string, number>();
  for (const [place, { id }] of steps.entries()) {
    const first = places.get(id);
    if (first !== undefined) {
      refuse(`every step has an id of its own, got \`${id}\` at /steps/${first} and here`, {
        code: 'duplicate_step',
        pointer: `/steps/${place}/id`,
        allowed: 'an id that no other step has',
      });
    }
    places.set(id, place);
  }
}

function refuseDangling(steps: readonly JourneyStep[]): void {
  const ids = steps.map(({ id }) => id);
  const known = new Set(ids);
  for (const [place, step] of steps.entries()) {
    for (const { key, to } of kindOfStep(step).ways(step)) {
      if (to === undefined || known.has(to)) continue;
      refuse(`\`${key}\` must be the id of a step, got ${shown(to)}${didYouMean(to, ids)}`, {
        code: 'unknown_step',
        pointer: `/steps/${place}/${key}`,
        allowed: ids,
      });
    }
  }
}

function refuseLoops(steps: readonly JourneyStep[], flow: Flow, reached: ReadonlySet<number>): void {
  const isWait = steps.map((step) => kindOfStep(step).isWait);
  const endless = findLoop(flow, (place) => reached.has(place) && isWait[place] !== true);
  if (endless) {
    refuse(`this way back to ${nameOf(steps, endless)} makes a loop without a wait`, {
      code: 'loop_without_wait',
      pointer: `/steps/${endless.from}/${endless.key}`,
      allowed: 'a step that does not lead back here',
    });
  }
  const unlimited = findLoop(flow, (place) => reached.has(place));
  if (unlimited) {
    refuse(`this way back to ${nameOf(steps, unlimited)} makes a loop that nothing limits`, {
      code: 'loop_without_limit',
      pointer: `/steps/${unlimited.from}/${unlimited.key}`,
      allowed: 'a step that does not lead back here',
    });
  }
}

/** The way that closes a loop: every loop has one that leads up in the list, or to itself. */
function findLoop(flow: Flow, isAllowed: (place: number) => boolean): Edge | undefined {
  return flow.flat().find(({ from, to }) => {
    if (to === undefined || to > from || !isAllowed(from) || !isAllowed(to)) return false;
    return reachableFrom(to, flow, isAllowed).has(from);
  });
}

function nameOf(steps: readonly JourneyStep[], { to }: Edge): string {
  return `\`${to === undefined ? '' : steps[to]?.id}\``;
}

function refuseUnreachable(steps: readonly JourneyStep[], reached: ReadonlySet<number>): void {
  const place = steps.findIndex((_, index) => !reached.has(index));
  if (place < 0) return;
  refuse(`no way leads from the first step to \`${steps[place]?.id}\``, {
    code: 'unreachable_step',
    pointer: `/steps/${place}`,
    allowed: 'a step that the first one leads to',
  });
}

function refuseLongRuns(steps: readonly JourneyStep[], flow: Flow): void {
  const longestMs = longestPath(flow, (place) => {
    const step = steps[place];
    return step === undefined ? 0 : kindOfStep(step).longestMs(step);
  });
  if (longestMs <= LONGEST_RUN_DAYS * DAY) return;
  const days = Math.ceil(longestMs / DAY);
  refuse(`a run takes at most ${LONGEST_RUN_DAYS} days, waits and repeated calls included, got ${days}`, {
    code: 'path_too_long',
    pointer: '/steps',
    allowed: `${LONGEST_RUN_DAYS}d`,
  });
}
