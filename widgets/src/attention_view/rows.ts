/**
 * How the weights lie in memory: layer by layer, head by head, one row for each place that looks.
 */
export interface Tables {
  heads: number;
  places: number;
  weights: Float32Array;
}

/** Where place `query` looks in a head of a layer; head −1 is the mean of all. */
export function rowOf(
  { heads, places, weights }: Tables,
  layer: number,
  head: number,
  query: number,
): Float32Array {
  if (head >= 0) {
    const start = ((layer * heads + head) * places + query) * places;
    return weights.slice(start, start + places);
  }
  const mean = new Float32Array(places);
  for (let one = 0; one < heads; one++) {
    rowOf({ heads, places, weights }, layer, one, query).forEach((weight, i) => {
      mean[i] = (mean[i] ?? 0) + weight / heads;
    });
  }
  return mean;
}

/** The largest of some weights, and where it lies. */
export function strongest(row: Float32Array): { place: number; weight: number } {
  let place = 0;
  for (let i = 1; i < row.length; i++) if ((row[i] ?? 0) > (row[place] ?? 0)) place = i;
  return { place, weight: row[place] ?? 0 };
}
