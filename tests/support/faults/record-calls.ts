import { canBreak, type FaultKind, faultKinds } from '../../../infra/local/faults/break-call.ts';
import type { Fault, Faults } from '../../../infra/local/faults/faults.ts';
import type { WireCall } from '../../../infra/local/runtime/front/wire-call.ts';

/** One call of a function at the wire: the same one in every story, by what it does and its place among its like. */
export type RecordedCall = {
  readonly function: string;
  readonly service: string;
  readonly operation: string;
  readonly resource: string;
  /** Counted from 1 among the calls alike. */
  readonly nth: number;
  /** What can go wrong with it. */
  readonly kinds: readonly FaultKind[];
};

export const nameOf = ({ function: caller, service, operation, resource, nth }: RecordedCall): string =>
  `${caller} ${service} ${operation} ${resource} #${nth}`;

/** Every call that functions make for a story while `play` runs. */
export async function recordCalls(
  faults: Pick<Faults, 'inject'>,
  play: () => Promise<unknown>,
): Promise<readonly RecordedCall[]> {
  const calls: RecordedCall[] = [];
  const number = numbering();
  const end = faults.inject((call) => {
    if (isOfStory(call))
      calls.push({ ...number(call), kinds: faultKinds.filter((kind) => canBreak(kind, call)) });
    return undefined;
  });
  await play().finally(end);
  return calls;
}

/** Breaks one recorded call, and tells whether it came. */
export async function withBroken<Result>(
  faults: Pick<Faults, 'inject'>,
  { call: target, fault }: { call: RecordedCall; fault: Fault },
  play: () => Promise<Result>,
): Promise<{ result: Result; isMet: boolean }> {
  let isMet = false;
  const number = numbering();
  const end = faults.inject((call) => {
    if (!isOfStory(call) || nameOf({ ...number(call), kinds: [] }) !== nameOf(target)) return undefined;
    isMet = true;
    return fault;
  });
  const result = await play().finally(end);
  return { result, isMet };
}

// what is done once a day falls into whichever story lasts past midnight
const DAILY = /take-stock$/;

const isOfStory = ({ sessionToken, functionName = '' }: WireCall): boolean =>
  sessionToken !== '' && !DAILY.test(functionName);

function numbering(): (call: WireCall) => Omit<RecordedCall, 'kinds'> {
  const counts = new Map<string, number>();
  return ({ functionName = '', service, operation, resources }) => {
    const resource = [...new Set(resources)].map(shortName).join('+');
    const call = { function: shortName(functionName), service, operation, resource };
    const name = Object.values(call).join(' ');
    const nth = (counts.get(name) ?? 0) + 1;
    counts.set(name, nth);
    return { ...call, nth };
  };
}

// without the names of stack and stage, and what CloudFormation adds to tell its resources apart
function shortName(name: string): string {
  return name.replace(/^.*tributary-prod-/, '').replace(/[0-9A-F]{8}(-\w{6})?$/, '');
}
