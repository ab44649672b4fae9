import { Environment, type EnvironmentOptions } from './environment.ts';
import {
  type FunctionConfig,
  failed,
  type InvokeResult,
  TooManyRequestsException,
} from './function-config.ts';

export type LambdaFunctionOptions = Omit<EnvironmentOptions, 'onIdle' | 'onExit'>;

type Waiting = { readonly payload: string; settle(result: InvokeResult): void };

/** One deployed function: warm environments are used again, new ones start up to the concurrency, the rest waits in line. */
export class LambdaFunction {
  readonly config: FunctionConfig;
  readonly #options: LambdaFunctionOptions;
  readonly #environments = new Set<Environment>();
  readonly #idle: Environment[] = [];
  readonly #waiting: Waiting[] = [];

  constructor(options: LambdaFunctionOptions) {
    this.config = options.config;
    this.#options = options;
  }

  /** Throws TooManyRequestsException where the reserved concurrency is used up. */
  async invoke(payload: string): Promise<InvokeResult> {
    if (this.config.isReserved && this.#isFull()) throw new TooManyRequestsException(this.config.name);
    return new Promise((settle) => {
      this.#waiting.push({ payload, settle });
      this.#dispatch();
    });
  }

  /** Kills one environment by its id. */
  crash(environmentId: string): void {
    for (const environment of this.#environments) if (environment.id === environmentId) environment.crash();
  }

  /** Ends the environments that wait for work. */
  retire(): void {
    for (const environment of [...this.#idle]) environment.stop();
  }

  stop(): void {
    const stopped = failed('Runtime.ExitError', 'the local cloud stopped');
    for (const { settle } of this.#waiting.splice(0)) settle(stopped);
    for (const environment of this.#environments) environment.stop();
  }

  #dispatch(): void {
    while (this.#waiting.length > 0) {
      const environment = this.#idle.pop() ?? this.#create();
      if (environment === undefined) return;
      const next = this.#waiting.shift();
      if (next !== undefined) void environment.run(next.payload).then(next.settle);
    }
  }

  #isFull(): boolean {
    return this.#idle.length === 0 && this.#environments.size >= this.config.concurrency;
  }

  #create(): Environment | undefined {
    if (this.#isFull()) return undefined;
    const environment = new Environment({
      ...this.#options,
      onIdle: (ready) => {
        this.#idle.push(ready);
        this.#dispatch();
      },
      onExit: (ended) => this.#forget(ended),
    });
    this.#environments.add(environment);
    return environment;
  }

  #forget(environment: Environment): void {
    this.#environments.delete(environment);
    const index = this.#idle.indexOf(environment);
    if (index >= 0) this.#idle.splice(index, 1);
    this.#dispatch();
  }
}
