import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes, randomUUID } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import type { FunctionMeter } from '../../billing/metering.ts';
import { type FunctionConfig, failed, type InvokeResult } from './function-config.ts';
import type { Logs } from './logs.ts';
import { type RuntimeApi, startRuntimeApi, type Used } from './runtime-api.ts';
import { processVariables } from './variables.ts';
import type { VirtualTime } from './virtual-time.ts';

export type EnvironmentOptions = {
  readonly config: FunctionConfig;
  readonly awsUrl: string;
  readonly time: () => VirtualTime;
  readonly logs: Logs;
  readonly meter?: Pick<FunctionMeter, 'invoked'> | undefined;
  /** Called each time it is ready for another invocation. */
  onIdle(environment: Environment): void;
  onExit(environment: Environment): void;
};

type Invocation = { readonly id: string; readonly payload: string; settle(result: InvokeResult): void };
type Respond = (headers: Record<string, string>, payload: string) => void;

const bootstrap = fileURLToPath(new URL('bootstrap.cjs', import.meta.url));

// Lambda's own limits: the init phase, and the answer of a synchronous invocation
const initTimeoutMs = 10_000;
const maxResponseBytes = 6 * 1024 * 1024;

/** One execution environment: a child process that handles one invocation at a time, until it ends or is ended. */
export class Environment {
  readonly id = randomUUID();
  readonly #options: EnvironmentOptions;
  #api: RuntimeApi | undefined;
  #child: ChildProcess | undefined;
  #respond: Respond | undefined;
  #invocation: Invocation | undefined;
  #timer: NodeJS.Timeout | undefined;
  #result: InvokeResult | undefined;
  #initFailure: InvokeResult | undefined;
  // a process that fails or is killed does not tell what it used
  #cpuMilliseconds = 0;
  #started = false;
  #ended = false;

  constructor(options: EnvironmentOptions) {
    this.#options = options;
  }

  /** Runs one invocation; starts the process with the first. */
  run(payload: string): Promise<InvokeResult> {
    return new Promise((settle) => {
      this.#invocation = { id: randomUUID(), payload, settle };
      this.#armTimeout();
      if (this.#child === undefined) void this.#start();
      this.#send();
    });
  }

  /** Kills the process in whatever it is doing; the invocation ends with an error. */
  crash(): void {
    this.#child?.kill('SIGKILL');
  }

  stop(): void {
    this.#end(failed('Runtime.ExitError', 'the local cloud stopped'));
  }

  async #start(): Promise<void> {
    this.#api = await startRuntimeApi({
      next: (respond) => this.#next(respond),
      response: (payload, used) => this.#answer(payload, used),
      error: (payload) => {
        this.#result = { functionError: 'Unhandled', payload };
      },
      initError: (payload) => {
        this.#initFailure = { functionError: 'Unhandled', payload };
      },
    });
    if (this.#ended) this.#api.close();
    else this.#spawn(this.#api.address);
  }

  // Lambda kills a process the moment it takes more, here it is found out when the invocation answers
  #answer(payload: string, { cpuMilliseconds, peakMegabytes }: Used): void {
    this.#cpuMilliseconds = cpuMilliseconds;
    if (peakMegabytes <= this.#options.config.memorySizeMegabytes) this.#result = checkSize(payload);
    else this.#end(failed('Runtime.OutOfMemory', this.#withId('Runtime exited with error: signal: killed')));
  }

  // an invocation is over when the process asks for the next: one that ends instead is not used again
  #next(respond: Respond): void {
    this.#started = true;
    this.#respond = respond;
    const result = this.#result;
    if (result === undefined) {
      this.#send();
      return;
    }
    const settle = this.#take(result);
    this.#options.onIdle(this);
    settle?.(result);
  }

  #spawn(runtimeApi: string): void {
    const { config, awsUrl, logs } = this.#options;
    const words = [heapLimit(config), bootstrap, JSON.stringify(clockHeaders(this.#options.time()))];
    const child = spawn(process.execPath, words, {
      cwd: config.folder,
      env: processVariables(config, { awsUrl, runtimeApi, sessionToken: this.id }),
      // the first pipe carries nothing: it closes when this process dies in whatever way, and the child ends with it
      stdio: ['pipe', 'pipe', 'pipe'],
    });
    logs.capture(config.name, child.stdout);
    logs.capture(config.name, child.stderr);
    child.on('error', (error) => this.#end(failed('Runtime.InvalidEntrypoint', error.message)));
    child.on('exit', (code, signal) => this.#end(this.#initFailure ?? exitError(code, signal)));
    this.#child = child;
  }

  #send(): void {
    const { config } = this.#options;
    if (this.#invocation === undefined || this.#respond === undefined) return;
    this.#armTimeout();
    const headers = {
      'content-type': 'application/json',
      'lambda-runtime-aws-request-id': this.#invocation.id,
      'lambda-runtime-deadline-ms': String(Date.now() + config.timeoutSeconds * 1000),
      'lambda-runtime-invoked-function-arn': config.arn,
      'lambda-runtime-trace-id': traceId(Date.now()),
      ...clockHeaders(this.#options.time()),
    };
    this.#respond(headers, this.#invocation.payload);
    this.#respond = undefined;
  }

  #armTimeout(): void {
    const { timeoutSeconds } = this.#options.config;
    const limitMs = timeoutSeconds * 1000 + (this.#started ? 0 : initTimeoutMs);
    const message = `Task timed out after ${timeoutSeconds.toFixed(2)} seconds`;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#end(failed('Sandbox.Timedout', this.#withId(message))), limitMs);
  }

  #withId(message: string): string {
    return `RequestId: ${this.#invocation?.id} Error: ${message}`;
  }

  #take({ functionError }: InvokeResult): Invocation['settle'] | undefined {
    clearTimeout(this.#timer);
    const settle = this.#invocation?.settle;
    const used = {
      cpuMilliseconds: this.#cpuMilliseconds,
      outcome: functionError === undefined ? 'success' : 'error',
    } as const;
    if (settle !== undefined) this.#options.meter?.invoked(this.#options.config, used);
    this.#cpuMilliseconds = 0;
    this.#invocation = undefined;
    this.#result = undefined;
    return settle;
  }

  #end(result: InvokeResult): void {
    if (this.#ended) return;
    this.#ended = true;
    this.#child?.kill('SIGKILL');
    this.#api?.close();
    const answered = this.#result ?? result;
    const settle = this.#take(answered);
    this.#options.onExit(this);
    settle?.(answered);
  }
}

// the runtime of Lambda leaves a tenth of the memory to what is not JavaScript
function heapLimit({ memorySizeMegabytes }: FunctionConfig): string {
  return `--max-old-space-size=${Math.floor(memorySizeMegabytes * 0.9)}`;
}

function clockHeaders(time: VirtualTime): Record<string, string> {
  const offset = { 'tributary-clock-offset-ms': String(time.offsetMs) };
  return time.standsAtMs === undefined
    ? offset
    : { ...offset, 'tributary-clock-stands-at-ms': String(time.standsAtMs) };
}

function checkSize(payload: string): InvokeResult {
  const bytes = Buffer.byteLength(payload);
  if (bytes <= maxResponseBytes) return { functionError: undefined, payload };
  const message = `Response payload size (${bytes} bytes) exceeded maximum allowed payload size (${maxResponseBytes} bytes).`;
  return failed('Function.ResponseSizeTooLarge', message);
}

// as the kernel of Lambda calls them
const signalNames: Readonly<Record<string, string>> = { SIGABRT: 'aborted', SIGKILL: 'killed' };

function exitError(code: number | null, signal: NodeJS.Signals | null): InvokeResult {
  const reason = signal === null ? `exit status ${code}` : `signal: ${signalNames[signal] ?? signal}`;
  return failed('Runtime.ExitError', `Runtime exited with error: ${reason}`);
}

function traceId(now: number): string {
  const seconds = Math.floor(now / 1000).toString(16);
  return `Root=1-${seconds}-${randomBytes(12).toString('hex')};Parent=${randomBytes(8).toString('hex')};Sampled=0`;
}
