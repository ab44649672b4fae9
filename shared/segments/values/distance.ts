import { toNumber } from './number.ts';

const EARTH_RADIUS_KM = 6371.0088;

export type Position = { readonly latitude: number; readonly longitude: number };

/** A position from a trait such as `{ "latitude": 50.06, "longitude": 19.94 }`. */
export function toPosition(value: unknown): Position | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const latitude =
    Object.hasOwn(value, 'latitude') && 'latitude' in value ? toNumber(value.latitude) : undefined;
  const longitude =
    Object.hasOwn(value, 'longitude') && 'longitude' in value ? toNumber(value.longitude) : undefined;
  if (latitude === undefined || longitude === undefined) return undefined;
  return Math.abs(latitude) <= 90 && Math.abs(longitude) <= 180 ? { latitude, longitude } : undefined;
}

/** Along the surface, by the haversine formula: within 0.5 % of the true distance. */
export function distanceKm(a: Position, b: Position): number {
  const halfLatitude = radians(b.latitude - a.latitude) / 2;
  const halfLongitude = radians(b.longitude - a.longitude) / 2;
  const chord =
    Math.sin(halfLatitude) ** 2 +
    Math.cos(radians(a.latitude)) * Math.cos(radians(b.latitude)) * Math.sin(halfLongitude) ** 2;
  return 2 * EARTH_RADIUS_KM * Math.asin(Math.min(1, Math.sqrt(chord)));
}

function radians(degrees: number): number {
  return (degrees * Math.PI) / 180;
}
