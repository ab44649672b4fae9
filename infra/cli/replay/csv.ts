import { CommandError } from '../command.ts';

/** Where the reader stands in a field; after a quote inside quotes the next character tells whether it ended the field. */
type Place = 'plain' | 'quoted' | 'after-quote';

const marks = /[",\n]/g;

/** Reads comma-separated values in chunks cut anywhere; a quoted field may hold commas, quotes (doubled) and line breaks. */
export class CsvReader {
  #place: Place = 'plain';
  #field = '';
  #row: string[] = [];

  /** The rows that are complete now; blank lines are none. */
  push(chunk: string): string[][] {
    const rows: string[][] = [];
    let from = 0;
    while (from < chunk.length) {
      const mark = this.#nextMark(chunk, from);
      this.#field += chunk.slice(from, mark);
      if (mark < chunk.length) this.#take(chunk.charAt(mark), rows);
      from = mark + 1;
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

  /** Where the text of the field is interrupted, at the latest at the end of the chunk. */
  #nextMark(chunk: string, from: number): number {
    if (this.#place === 'quoted') {
      const quote = chunk.indexOf('"', from);
      return quote === -1 ? chunk.length : quote;
    }
    marks.lastIndex = from;
    return marks.exec(chunk)?.index ?? chunk.length;
  }

  #take(mark: string, rows: string[][]): void {
    if (this.#place === 'quoted') this.#place = 'after-quote';
    else if (mark === '"') this.#takeQuote();
    else if (mark === ',') this.#endField();
    else this.#endRow(rows);
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
