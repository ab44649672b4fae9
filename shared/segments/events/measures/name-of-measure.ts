import { child, refuse } from '../../refusal.ts';

/** The one measure that a definition names, if it names any. */
export function nameOfMeasure<Name extends string>(
  value: Readonly<Record<string, unknown>>,
  { names, pointer }: { names: readonly Name[]; pointer: string },
): Name | undefined {
  const [name, second] = names.filter((measure) => value[measure] !== undefined);
  if (second !== undefined) {
    refuse(`an event condition has at most one measure, got \`${name}\` and \`${second}\``, {
      code: 'several_operators',
      pointer: child(pointer, second),
      allowed: names,
    });
  }
  if (value.minus !== undefined && name !== 'sum') {
    refuse('`minus` is taken away from a `sum`, and there is none', {
      code: 'invalid_key',
      pointer: child(pointer, 'minus'),
      allowed: '`minus` beside `sum`',
    });
  }
  return name;
}
