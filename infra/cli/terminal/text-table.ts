export type Column = { readonly title: string; readonly align?: 'left' | 'right' };

/** Rows in aligned columns under their titles, two spaces apart. */
export function textTable(
  columns: readonly Column[],
  rows: readonly (readonly (string | number)[])[],
): string {
  const cells = [columns.map(({ title }) => title), ...rows.map((row) => row.map(shown))];
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

const widthOf = (text: string): number => [...text].length;

function pad(text: string, width: number, align: 'left' | 'right'): string {
  const space = ' '.repeat(Math.max(0, width - widthOf(text)));
  return align === 'right' ? space + text : text + space;
}
