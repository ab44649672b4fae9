import { isList, isObject, type Json, type JsonObject } from '../template/json.ts';
import { TemplateError, UnsupportedError } from '../template/unsupported.ts';

/** Reads the resolved properties of one resource; what is missing or of another kind is an error that names it. */
export class Properties {
  readonly path: string;
  readonly #values: JsonObject;

  constructor(values: JsonObject, path: string) {
    this.#values = values;
    this.path = path;
  }

  text(name: string): string {
    return this.optionalText(name) ?? this.#missing(name);
  }

  optionalText(name: string): string | undefined {
    const value = this.#values[name];
    if (value === undefined) return undefined;
    if (typeof value !== 'string') return this.#wrong(name, 'text', value);
    return value;
  }

  /** CloudFormation takes numbers as text too. */
  number(name: string, fallback: number): number {
    const value = this.#values[name] ?? fallback;
    const number = Number(value);
    return Number.isFinite(number) && value !== '' ? number : this.#wrong(name, 'a number', value);
  }

  flag(name: string, fallback: boolean): boolean {
    const value = this.#values[name] ?? fallback;
    return value === true || value === 'true';
  }

  list(name: string): readonly Json[] {
    const value = this.#values[name] ?? [];
    return isList(value) ? value : this.#wrong(name, 'a list', value);
  }

  texts(name: string): readonly string[] {
    return this.list(name).map(String);
  }

  /** A nested object; reads as empty when it is not there. */
  object(name: string): Properties {
    return new Properties(this.json(name), this.path);
  }

  objects(name: string): readonly Properties[] {
    return this.list(name).map((value) => new Properties(isObject(value) ? value : {}, this.path));
  }

  json(name: string): JsonObject {
    const value = this.#values[name] ?? {};
    return isObject(value) ? value : this.#wrong(name, 'an object', value);
  }

  all(): JsonObject {
    return this.#values;
  }

  has(name: string): boolean {
    return this.#values[name] !== undefined;
  }

  /** Throws unless the property, where it is given, has one of the values that work here. */
  allow(name: string, allowed: readonly string[]): void {
    const value = this.optionalText(name);
    if (value === undefined || allowed.includes(value)) return;
    throw new UnsupportedError(`${name} "${value}" (supported: ${allowed.join(', ')})`, this.path);
  }

  #missing(name: string): never {
    throw new TemplateError(`property "${name}" is missing`, this.path);
  }

  #wrong(name: string, wanted: string, value: Json): never {
    throw new TemplateError(`property "${name}" must be ${wanted}, got ${JSON.stringify(value)}`, this.path);
  }
}
