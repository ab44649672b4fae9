import { CommandError } from '../command.ts';

/** Where the reader stands in a field; after a quote inside quotes the next character tells whether it ended the field. */
type Place = 'plain' | 'quoted' | 'after-quote';

/** Reads comma-separated values in chunks cut anywhere; a quoted field may hold commas, quotes (doubled) and line breaks. */
export class CsvReader {
  #place: Place = 'plain';
  #field = '';
  #row: string[] = [];

  /** The rows that are complete now; blank lines are none. */
  push(chunk: string): string[][] {
    const rows: string[][] = [];
    for (const character of chunk) {
      if (this.#place === 'quoted') this.#takeQuoted(character);
      else if (character === '"') this.#takeQuote();
      else if (character === ',') this.#endField();
      else if (character === '\n') this.#endRow(rows);
      else this.#field += character;
    }
    return rows;
  }

  /** The last row, when no line break ended it. */
  end(): string[][] {
    if (this.#place === 'quoted') throw new CommandError('the file ends inside a quoted field');
    const rows: string[][] = [];
    this.#endRow(rows);
    return rows;
  }

  #takeQuoted(character: string): void {
    if (character === '"') this.#place = 'after-quote';
    else this.#field += character;
  }

  #takeQuote(): void {
    // two quotes inside quotes stand for one; a quote in the middle of plain text is itself
    if (this.#place === 'after-quote' || this.#field !== '') this.#field += '"';
    if (this.#place === 'after-quote' || this.#field === '') this.#place = 'quoted';
  }

  #endField(): void {
    this.#row.push(this.#field);
    this.#field = '';
    this.#place = 'plain';
  }

  #endRow(rows: string[][]): void {
    // a line break of Windows
    if (this.#field.endsWith('\r')) this.#field = this.#field.slice(0, -1);
    this.#endField();
    if (this.#row.length > 1 || this.#row[0] !== '') rows.push(this.#row);
    this.#row = [];
  }
}
