const MINUTE_MS = 60_000;

/** Epoch minute in which a flip at `instant` is due: the first minute that begins at or after it. */
export function dueMinute(instant: number): number {
  return Math.ceil(instant / MINUTE_MS);
}

/**
 * The minute to arm a timer for, or undefined. A timer that is armed earlier is left alone: it finds on waking that the flip
 * moved and re-arms, so a busy profile does not write a timer per event.
 */
export function timerToArm(
  profile: { readonly nextFlip: number | undefined; readonly armedMinute: number | undefined },
  now: number,
): number | undefined {
  if (profile.nextFlip === undefined) return undefined;
  const minute = dueMinute(profile.nextFlip);
  const { armedMinute } = profile;
  const isArmed = armedMinute !== undefined && armedMinute * MINUTE_MS > now && armedMinute <= minute;
  return isArmed ? undefined : minute;
}
