import { Ajv2020, type ErrorObject, type Options, type ValidateFunction } from 'ajv/dist/2020.js';
import { RE2JS } from 're2js';
import { pointerOf } from '../../definitions/parse-fields.ts';
import type { EventContract } from '../../events/arrival.ts';
import type { ContractDefinition } from './contract-definition.ts';

type StreamEvent = Parameters<EventContract['violationOf']>[0];
type Violation = NonNullable<ReturnType<EventContract['violationOf']>>;

// keeps the slowest pattern under some 40 ms
const LONGEST_MATCHED = 2_000;

function linearPattern(source: string) {
  const compiled = RE2JS.compile(source);
  return {
    test: (text: string) => text.length <= LONGEST_MATCHED && compiled.test(text),
    // what it is told apart by in a compiled schema
    toString: () => source,
  };
}
linearPattern.code = 'linearPattern';

const options: Options = {
  // schemas were checked when they were saved
  meta: false,
  validateSchema: false,
  addUsedSchema: false,
  strict: false,
  validateFormats: false, // they are annotations in this draft
  ownProperties: true,
  logger: false,
  code: { regExp: linearPattern },
};

/** What a source in force asks of its events. A schema is compiled when the first event of its name comes: most names of a large contract never do. */
export function compileContract({ mode, events, types }: ContractDefinition): EventContract | undefined {
  if (mode === 'off') return undefined;
  const byName = new Map(Object.entries(events));
  const byType = new Map(Object.entries(types));
  const schemaFor = ({ event, type }: StreamEvent) =>
    (event === undefined ? undefined : byName.get(event)) ?? byType.get(type);
  const ajv = new Ajv2020(options);
  const compiled = new Map<object, ValidateFunction>();
  return {
    isQuarantine: mode === 'quarantine',
    violationOf: (event) => {
      const schema = schemaFor(event);
      if (schema === undefined) return undefined;
      const validate = compiled.get(schema) ?? ajv.compile(schema);
      compiled.set(schema, validate);
      return validate(defined(event)) ? undefined : violationOf(validate.errors ?? []);
    },
  };
}

/** What JSON will keep of an event: a field that is undefined is none. */
const defined = (event: StreamEvent): object =>
  Object.fromEntries(Object.entries(event).filter(([, value]) => value !== undefined));

// of these what the alternatives say is no help: each was one of several
const CHOICES = new Set(['anyOf', 'oneOf']);

function violationOf(errors: readonly ErrorObject[]): Violation {
  const error = errors.find(({ keyword }) => CHOICES.has(keyword)) ?? errors[0];
  const { keyword = '', message = '', instancePath = '', params = {} } = error ?? {};
  return {
    code: 'contract_violation',
    message: `${instancePath || 'the event'} ${message}, by the contract of this source (${keyword})`,
    pointer: `${instancePath}${propertyIn(params)}`,
    keyword,
  };
}

/** The property that is missing or too many, below the object that the error is about. */
function propertyIn({ missingProperty, additionalProperty }: ErrorObject['params']): string {
  const name: unknown = missingProperty ?? additionalProperty;
  return name === undefined ? '' : pointerOf([String(name)]);
}
