/** A number of the JSON text that no double holds, as it was written. It is stored as that text. */
export class ExactNumber {
  readonly source: string;

  constructor(source: string) {
    this.source = source;
  }

  toJSON(): string {
    return this.source;
  }
}
