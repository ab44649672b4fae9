/** Thrown by a step whose run is over; the compiled machine catches it by this name and ends quietly. */
export class RunCancelled extends Error {
  override name = 'RunCancelled' as const;

  constructor(entryId: string) {
    super(`run ${entryId} is not running any more`);
  }
}
