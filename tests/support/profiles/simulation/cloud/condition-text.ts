import type { Condition } from '../../../../../infra/local/dynamodb/expressions/condition.ts';
import type { Item } from '../../../../../infra/local/dynamodb/storage/item.ts';

type Words = {
  readonly names: Readonly<Record<string, string>>;
  readonly values: Item;
};
type Operand = Extract<Condition, { readonly type: 'function' }>['args'][number];
type Operator = Exclude<Condition['type'], 'and' | 'or' | 'not' | 'function'>;

const CALL = /^(\w+)\((.*)\)$/;
const BETWEEN = /([#\w]+) BETWEEN (:\w+) AND (:\w+)/g;
const COMPARISON = /^([#\w]+)\s*(=|<>|<=|>=|<|>)\s*(:\w+)$/;

/** A condition as the adapters write them: functions, comparisons and ranges joined by AND, joined by OR; without parentheses. */
export function parseCondition(text: string, words: Words): Condition {
  const any = text
    .replaceAll(BETWEEN, '$1 >= $2 AND $1 <= $3')
    .split(' OR ')
    .map((part): Condition => {
      const args = part.split(' AND ').map((one) => parseOne(one.trim(), words));
      return { type: 'and', args };
    });
  return { type: 'or', args: any };
}

function parseOne(text: string, words: Words): Condition {
  const [, name, list] = CALL.exec(text) ?? [];
  if (name !== undefined && list !== undefined) {
    const args = list.split(',').map((operand) => operandOf(operand.trim(), words));
    return { type: 'function', name, args };
  }
  const [, left, operator, right] = COMPARISON.exec(text) ?? [];
  if (left === undefined || right === undefined)
    throw new Error(`the simulated DynamoDB does not read the condition "${text}"`);
  const type = operator as Operator; // the pattern names the operators there are
  return { type, args: [operandOf(left, words), operandOf(right, words)] };
}

function operandOf(text: string, { names, values }: Words): Operand {
  const value = values[text];
  return value ?? [names[text] ?? text];
}
