import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import * as z from 'zod';
import type { DoomedOrder } from './doomed-cloud.ts';
import type { KillPoint } from './kill-point.ts';

const doomedCloud = new URL('doomed-cloud.ts', import.meta.url).pathname;

const reachedSchema = z.object({
  publicUrl: z.string(),
  awsUrl: z.string(),
  adminToken: z.string(),
  sources: z.array(z.object({ kind: z.string(), writeKey: z.string() })),
});
/** Where one life of the cloud is reached. */
export type Reached = z.infer<typeof reachedSchema>;

type Life = {
  readonly child: ChildProcess;
  readonly exited: Promise<unknown>;
  /** Undefined when it dies before it is ready. */
  readonly ready: Promise<Reached | undefined>;
};

// a request may fail a moment before the death of the process is known
const deathNoticeMs = 5_000;

/** A local cloud on a data folder that is killed at the given points, and started again whenever it is needed. */
export class MortalCloud {
  readonly #dataDir: string;
  readonly #points: KillPoint[];
  readonly #died: KillPoint[] = [];
  #life: Life | undefined;
  #point: KillPoint | undefined;
  #requests = 0;
  #stopping = false;

  constructor(dataDir: string, points: readonly KillPoint[] = []) {
    this.#dataDir = dataDir;
    this.#points = [...points];
  }

  /** The kills that happened so far. */
  get died(): readonly KillPoint[] {
    return this.#died;
  }

  /** Does the work against a cloud that lives, from the beginning again when it is killed meanwhile. */
  async attempt<T>(work: (cloud: Reached) => Promise<T>): Promise<T> {
    for (;;) {
      const life = this.#life ?? this.#begin();
      const reached = await life.ready;
      if (reached === undefined) continue;
      try {
        const result = await work(reached);
        await this.#killBetween(life);
        return result;
      } catch (error) {
        if (!(await isOver(life))) throw error;
      }
    }
  }

  async stop(): Promise<void> {
    this.#stopping = true;
    if (this.#life !== undefined) await kill(this.#life);
  }

  #begin(): Life {
    const point = this.#points.shift();
    this.#point = point;
    this.#requests = 0;
    const killAt = point !== undefined && 'calls' in point ? point : undefined;
    const order: DoomedOrder = { dataDir: this.#dataDir, killAt };
    const child = spawn(process.execPath, [doomedCloud, JSON.stringify(order)], {
      detached: true,
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    });
    const exited = once(child, 'exit').then(([code]) => this.#end(code));
    const told = once(child, 'message').then(([health]) => reachedSchema.parse(health));
    const life = { child, exited, ready: Promise.race([told, exited.then(() => undefined)]) };
    this.#life = life;
    if (point?.kind === 'starting') killAfter(life, point.afterMs);
    if (point?.kind === 'running') void life.ready.then(() => killAfter(life, point.afterMs));
    return life;
  }

  #end(code: unknown): void {
    this.#life = undefined;
    if (this.#stopping) return;
    // killed processes have no exit code
    if (code !== null) throw new Error(`the local cloud ended by itself with ${code}`);
    if (this.#point !== undefined) this.#died.push(this.#point);
  }

  async #killBetween(life: Life): Promise<void> {
    this.#requests += 1;
    const isDue = this.#point?.kind === 'between requests' && this.#requests === this.#point.requests;
    if (isDue) await kill(life);
  }
}

function killAfter(life: Life, afterMs: number): void {
  const timer = setTimeout(() => void kill(life), afterMs);
  void life.exited.finally(() => clearTimeout(timer)).catch(() => undefined);
}

async function kill({ child, exited }: Life): Promise<void> {
  if (child.pid !== undefined && child.exitCode === null && child.signalCode === null)
    process.kill(-child.pid, 'SIGKILL');
  await exited;
}

async function isOver({ child, exited }: Life): Promise<boolean> {
  const { promise, resolve } = Promise.withResolvers<void>();
  const timer = setTimeout(resolve, deathNoticeMs);
  await Promise.race([exited, promise]);
  clearTimeout(timer);
  return child.signalCode !== null;
}
