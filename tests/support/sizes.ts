/** How much a generated test tries: little in every run, a lot in `npm run prove`. */
export function size(ci: number, prove: number): number {
  return process.env.TRIBUTARY_PROVE === '1' ? prove : ci;
}
