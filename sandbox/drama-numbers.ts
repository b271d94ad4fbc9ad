/**
 * Ofcom keeps these blocks of a thousand for drama: no real telephone rings.
 * https://www.ofcom.org.uk (numbers for drama use)
 */
export const DRAMA_BLOCKS = [
  { prefix: "+441134960", numberType: "LOCAL" },
  { prefix: "+441144960", numberType: "LOCAL" },
  { prefix: "+441154960", numberType: "LOCAL" },
  { prefix: "+441164960", numberType: "LOCAL" },
  { prefix: "+441174960", numberType: "LOCAL" },
  { prefix: "+441184960", numberType: "LOCAL" },
  { prefix: "+441214960", numberType: "LOCAL" },
  { prefix: "+441314960", numberType: "LOCAL" },
  { prefix: "+441414960", numberType: "LOCAL" },
  { prefix: "+441514960", numberType: "LOCAL" },
  { prefix: "+441614960", numberType: "LOCAL" },
  { prefix: "+441914980", numberType: "LOCAL" },
  { prefix: "+442079460", numberType: "LOCAL" },
  { prefix: "+442920180", numberType: "LOCAL" },
  { prefix: "+447700900", numberType: "MOBILE" },
  { prefix: "+443069990", numberType: "NATIONAL" },
  { prefix: "+448081570", numberType: "TOLL_FREE" },
] as const;

export interface DramaNumber {
  readonly number: string;
  readonly numberType: string;
}

/** The numbers of every block whose last three digits lie from `first` up to and not including `end`. */
export function* dramaNumbers(first = 0, end: (numberType: string) => number = () => 1000) {
  for (const { prefix, numberType } of DRAMA_BLOCKS) {
    for (let tail = first; tail < end(numberType); tail++) {
      yield { number: prefix + String(tail).padStart(3, "0"), numberType } satisfies DramaNumber;
    }
  }
}
