import type { RfmGroup } from '../../segments/rfm/groups.ts';

/** How many were in a segment when they were counted on that day (UTC), and by which version of it. */
export type DaySize = { readonly day: string; readonly members: number; readonly version: number };

/** Stands for the id of a segment, of which none has a slash, where a group of buyers was counted. */
export const groupSizeId = (group: RfmGroup): string => `rfm/${group}`;

/** The port to how many were in each segment day by day. */
export type SizeStore = {
  /** the last count of a day stays */
  save(segmentId: string, size: DaySize): Promise<void>;
  /** newest first, all of them before that day if one is given */
  list(
    segmentId: string,
    page: { readonly most: number; readonly before?: string | undefined },
  ): Promise<readonly DaySize[]>;
};
