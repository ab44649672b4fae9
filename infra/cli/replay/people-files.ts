import { createHash } from 'node:crypto';
import { appendFile, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as z from 'zod';
import { type OrderLine, orderLineSchema } from './order-line.ts';

const flushCharacters = 16_384;
const linesSchema = z.array(orderLineSchema);

/**
 * Lines sorted by person into files, so that orders whose lines lie far apart come together without all of them being in
 * memory at once.
 */
export class PeopleFiles {
  readonly #folder: string;
  readonly #pending: string[];

  private constructor(folder: string, files: number) {
    this.#folder = folder;
    this.#pending = Array.from({ length: files }, () => '');
  }

  /** Makes them in a temporary folder, which `use` has for itself. */
  static async in<Result>(files: number, use: (sorted: PeopleFiles) => Promise<Result>): Promise<Result> {
    const folder = await mkdtemp(join(tmpdir(), 'tributary-replay-'));
    try {
      return await use(new PeopleFiles(folder, files));
    } finally {
      await rm(folder, { recursive: true });
    }
  }

  async add(line: OrderLine): Promise<void> {
    const file = createHash('sha1').update(line.userId).digest().readUInt32BE() % this.#pending.length;
    this.#pending[file] += `${JSON.stringify(line)},`;
    if ((this.#pending[file]?.length ?? 0) >= flushCharacters) await this.#flush(file);
  }

  /** The lines of some people at a time, all of each. */
  async *groups(): AsyncGenerator<readonly OrderLine[]> {
    for (const file of this.#pending.keys()) {
      await this.#flush(file);
      const text = await readFile(this.#path(file), 'utf8');
      yield linesSchema.parse(JSON.parse(`[${text.slice(0, -1)}]`));
    }
  }

  async #flush(file: number): Promise<void> {
    await appendFile(this.#path(file), this.#pending[file] ?? '');
    this.#pending[file] = '';
  }

  #path(file: number): string {
    return join(this.#folder, `${file}.json`);
  }
}
