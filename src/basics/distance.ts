const earthRadiusKm = 6371.0088;

/**
 * Haversine distance in whole kilometres, rounded half up: the one floating-point step of the whole way, used by builder and checker alike.
 * Latitudes and longitudes in degrees.
 */
export function distanceKm(fromLatitude: number, fromLongitude: number, toLatitude: number, toLongitude: number): number {
  const radians = Math.PI / 180;
  const sineLatitude = Math.sin(((toLatitude - fromLatitude) * radians) / 2);
  const sineLongitude = Math.sin(((toLongitude - fromLongitude) * radians) / 2);
  const chord = sineLatitude ** 2 + Math.cos(fromLatitude * radians) * Math.cos(toLatitude * radians) * sineLongitude ** 2;
  return Math.floor(2 * earthRadiusKm * Math.asin(Math.min(1, Math.sqrt(chord))) + 0.5);
}
