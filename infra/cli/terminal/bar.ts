const WIDTH = 40;

/** A bar as long as the value among values up to `most`; whatever is not nothing shows. */
export function bar(value: number, most: number): string {
  const length = most === 0 ? 0 : Math.ceil((value / most) * WIDTH);
  return '█'.repeat(length);
}
