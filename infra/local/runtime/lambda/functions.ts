import type { FunctionMeter } from '../../billing/metering.ts';
import type { Work } from '../work.ts';
import { type AsyncConfig, defaultAsyncConfig } from './async-invoke.ts';
import { LambdaFunction } from './function.ts';
import type { FunctionConfig, InvokeResult } from './function-config.ts';
import type { Logs } from './logs.ts';
import type { VirtualTime } from './virtual-time.ts';

export type FunctionsOptions = {
  readonly awsUrl: string;
  readonly time: () => VirtualTime;
  readonly logs: Logs;
  readonly work: Work;
  readonly meter?: FunctionMeter | undefined;
};

/** The deployed functions by ARN or name. */
export class Functions {
  readonly #options: FunctionsOptions;
  readonly #functions = new Map<string, LambdaFunction>();
  readonly #asyncConfigs = new Map<string, AsyncConfig>();

  constructor(options: FunctionsOptions) {
    this.#options = options;
  }

  deploy(config: FunctionConfig): void {
    this.#functions.set(config.name, new LambdaFunction({ ...this.#options, config }));
  }

  setAsyncConfig(arnOrName: string, config: AsyncConfig): void {
    this.#asyncConfigs.set(this.#find(arnOrName).config.name, config);
  }

  asyncConfig(arnOrName: string): AsyncConfig {
    return this.#asyncConfigs.get(this.#find(arnOrName).config.name) ?? defaultAsyncConfig;
  }

  /** Throws when there is no such function; so a wrong reference is found when it is deployed. */
  config(arnOrName: string): FunctionConfig {
    return this.#find(arnOrName).config;
  }

  /** The role of the function of exactly this name. */
  roleArnOf(name: string): string | undefined {
    return this.#functions.get(name)?.config.roleArn;
  }

  async invoke(arnOrName: string, payload: string): Promise<InvokeResult> {
    const target = this.#find(arnOrName);
    const end = this.#options.work.begin(`function ${target.config.name}`);
    try {
      return await target.invoke(payload);
    } finally {
      end();
    }
  }

  /** Kills the environment that signs its calls with the token. */
  crash(sessionToken: string): void {
    for (const each of this.#functions.values()) each.crash(sessionToken);
  }

  /** Ends the environments that wait for work, of one function or of all, as Lambda does now and then: what is invoked next starts cold. */
  retire(arnOrName?: string): void {
    const retired = arnOrName === undefined ? this.#functions.values() : [this.#find(arnOrName)];
    for (const each of retired) each.retire();
  }

  configs(): readonly FunctionConfig[] {
    return [...this.#functions.values()].map((each) => each.config);
  }

  stop(): void {
    for (const each of this.#functions.values()) each.stop();
  }

  #find(arnOrName: string): LambdaFunction {
    const name = arnOrName.split(':function:').at(-1)?.split(':')[0] ?? arnOrName;
    const found = this.#functions.get(name) ?? this.#findByLastPart(name);
    if (found === undefined) {
      throw new Error(`no function "${name}", there are: ${[...this.#functions.keys()].join(', ')}`);
    }
    return found;
  }

  // the stack's and stage's names come first: tributary-prod-update-profiles
  #findByLastPart(name: string): LambdaFunction | undefined {
    return [...this.#functions.values()].find((each) => each.config.name.endsWith(`-${name}`));
  }
}
