import { choice } from './choice.ts';
import { fail } from './fail.ts';
import { map } from './map.ts';
import { parallel } from './parallel.ts';
import { pass } from './pass.ts';
import type { StateKind } from './state-kind.ts';
import { succeed } from './succeed.ts';
import { task } from './task.ts';
import { wait } from './wait.ts';

/** The types of states that run here. */
export const stateKinds: ReadonlyMap<string, StateKind> = new Map([
  ['Choice', choice],
  ['Fail', fail],
  ['Map', map],
  ['Parallel', parallel],
  ['Pass', pass],
  ['Succeed', succeed],
  ['Task', task],
  ['Wait', wait],
]);
