import type { DaySize, SizeStore } from '../../../shared/profiles/memberships/sizes.ts';

/** The port to sizes in memory. */
export class MemorySizes implements SizeStore {
  readonly #days = new Map<string, Map<string, DaySize>>();

  async save(segmentId: string, size: DaySize): Promise<void> {
    const days = this.#days.get(segmentId) ?? new Map();
    this.#days.set(segmentId, days.set(size.day, size));
  }

  async list(
    segmentId: string,
    { most, before = '~' }: Parameters<SizeStore['list']>[1],
  ): Promise<readonly DaySize[]> {
    return [...(this.#days.get(segmentId)?.values() ?? [])]
      .filter(({ day }) => day < before)
      .sort((one, other) => (one.day < other.day ? 1 : -1))
      .slice(0, most);
  }
}
