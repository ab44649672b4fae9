import { jsonService } from '../../../../../infra/local/protocols/json-protocol.ts';
import type { AwsService } from '../../../../../infra/local/protocols/service.ts';
import type { Run, RunEngine } from '../../../../../shared/journeys/run-store.ts';

/** Step Functions as far as runs are started and stopped: an execution has a name, and starts once. */
export class SimulatedExecutions {
  readonly service: AwsService;
  readonly started = new Set<string>();
  readonly stopped = new Set<string>();

  constructor() {
    this.service = jsonService('states', {
      contentType: 'application/x-amz-json-1.0',
      run: async (operation, { name }) => {
        const names = operation === 'StartExecution' ? this.started : this.stopped;
        names.add(String(name));
        return {};
      },
    });
  }
}

type Send = (request: {
  method: string;
  path: string;
  headers: Record<string, string>;
  body: string;
}) => Promise<{
  readonly status: number;
}>;

/** The port to runs over a wire of its own; unlike the SDK it does not try again. */
export function simulatedEngine(send: Send): RunEngine {
  const call = async (operation: string, { entryId }: Pick<Run, 'entryId'>): Promise<void> => {
    const headers = { 'x-amz-target': `AWSStepFunctions.${operation}` };
    const { status } = await send({
      method: 'POST',
      path: '/',
      headers,
      body: JSON.stringify({ name: entryId }),
    });
    if (status !== 200) throw new Error(`${operation} was answered with ${status}`);
  };
  return { start: (run) => call('StartExecution', run), stop: (run) => call('StopExecution', run) };
}
