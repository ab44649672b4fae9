import type { JsonInput } from '../../protocols/json-protocol.ts';
import { arn } from '../../runtime/deployment/resource-type.ts';
import { isObject } from '../../runtime/template/json.ts';
import type { Need } from '../policies/evaluate.ts';
import type { JsonRules } from './rules.ts';

const onMachine = [
  'DeleteStateMachine',
  'DescribeStateMachine',
  'ListExecutions',
  'StartExecution',
  'TagResource',
];
const onExecution = ['DescribeExecution', 'GetExecutionHistory', 'StopExecution'];
// a task token names its execution to Step Functions only
const onAll = ['ListStateMachines', 'SendTaskFailure', 'SendTaskHeartbeat', 'SendTaskSuccess'];

export const statesRules: JsonRules = {
  ...rules(onMachine, ({ stateMachineArn, resourceArn }) => stateMachineArn ?? resourceArn),
  ...rules(onExecution, ({ executionArn }) => executionArn),
  ...rules(onAll, () => '*'),
  CreateStateMachine: (input) => {
    const { name, roleArn, tags } = input;
    const machine = arn('states', `stateMachine:${String(name)}`);
    const tagging = tags === undefined ? [] : [need('TagResource', machine)];
    return [need('CreateStateMachine', machine), ...tagging, ...passRole(roleArn), ...logNeeds(input)];
  },
  UpdateStateMachine: (input) => [
    need('UpdateStateMachine', input.stateMachineArn),
    ...(input.roleArn === undefined ? [] : passRole(input.roleArn)),
    ...logNeeds(input),
  ],
};

// Step Functions tries them all in the name of the machine's role when a machine is to log
const logDeliveryActions = [
  'CreateLogDelivery',
  'DeleteLogDelivery',
  'DescribeLogGroups',
  'DescribeResourcePolicies',
  'GetLogDelivery',
  'ListLogDeliveries',
  'PutResourcePolicy',
  'UpdateLogDelivery',
];

function logNeeds({ roleArn, loggingConfiguration: logging }: JsonInput): Need[] {
  const isLogging = isObject(logging) && (logging.level ?? 'OFF') !== 'OFF';
  if (!isLogging || typeof roleArn !== 'string') return [];
  return logDeliveryActions.map((action) => ({ action: `logs:${action}`, resource: '*', roleArn }));
}

function rules(operations: readonly string[], resourceOf: (input: JsonInput) => unknown): JsonRules {
  return Object.fromEntries(
    operations.map((operation) => [operation, (input: JsonInput) => [need(operation, resourceOf(input))]]),
  );
}

function need(action: string, resource: unknown): Need {
  return { action: `states:${action}`, resource: String(resource) };
}

function passRole(roleArn: unknown): Need[] {
  return [
    {
      action: 'iam:PassRole',
      resource: String(roleArn),
      context: { 'iam:passedtoservice': 'states.amazonaws.com' },
    },
  ];
}
