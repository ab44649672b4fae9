export type Column = {
  readonly title: string;
  readonly align?: 'left' | 'right';
  /** words beyond so many characters go on in the next line */
  readonly most?: number;
};

/** Rows in aligned columns under their titles, two spaces apart. */
export function textTable(
  columns: readonly Column[],
  rows: readonly (readonly (string | number)[])[],
): string {
  const cells = [
    columns.map(({ title }) => title),
    ...rows.flatMap((row) => linesOf(row.map(shown), columns)),
  ];
  const widths = columns.map((_, index) => Math.max(...cells.map((row) => widthOf(row[index] ?? ''))));
  const lines = cells.map((row) =>
    row
      .map((cell, index) => pad(cell, widths[index] ?? 0, columns[index]?.align ?? 'left'))
      .join('  ')
      .trimEnd(),
  );
  const rule = widths.map((width) => '-'.repeat(width)).join('  ');
  return [lines[0], rule, ...lines.slice(1)].join('\n');
}

export const indent = (text: string, spaces = 2): string => text.replaceAll(/^(?=.)/gm, ' '.repeat(spaces));

// what somebody sent must neither break the line nor command the terminal
const shown = (cell: string | number): string => String(cell).replaceAll(/\p{Cc}/gu, ' ');

function linesOf(row: readonly string[], columns: readonly Column[]): string[][] {
  const wrapped = row.map((cell, index) => wrap(cell, columns[index]?.most));
  const height = Math.max(...wrapped.map((lines) => lines.length));
  return Array.from({ length: height }, (_, line) => wrapped.map((lines) => lines[line] ?? ''));
}

/** What goes on stands further in than where it began. */
function wrap(text: string, most = Number.POSITIVE_INFINITY): string[] {
  const margin = ' '.repeat(text.length - text.trimStart().length);
  const [first = '', ...words] = text.trimStart().split(' ');
  const lines = [`${margin}${first}`];
  for (const word of words) {
    const longer = `${lines.at(-1)} ${word}`;
    if (widthOf(longer) <= most) lines[lines.length - 1] = longer;
    else lines.push(`${margin}  ${word}`);
  }
  return lines;
}

const widthOf = (text: string): number => [...text].length;

function pad(text: string, width: number, align: 'left' | 'right'): string {
  const space = ' '.repeat(Math.max(0, width - widthOf(text)));
  return align === 'right' ? space + text : text + space;
}
