import * as z from 'zod';
import { AwsError } from '../../protocols/service.ts';
import { parseDefinition } from '../definition.ts';
import type { MachineTable, StateMachine } from '../store/machine-table.ts';
import {
  cutPage,
  type Operation,
  type OperationPorts,
  pageInput,
  pageOf,
  present,
  readInput,
  requireArn,
  requireName,
  seconds,
  statesArn,
} from './call.ts';

const logging = z.record(z.string(), z.json());

const createInput = z.strictObject({
  name: z.string(),
  definition: z.string(),
  roleArn: z.string().startsWith('arn:'),
  type: z.literal('STANDARD').default('STANDARD'),
  loggingConfiguration: logging.default({ level: 'OFF', includeExecutionData: false }),
  // kept by AWS only
  tags: z.unknown().optional(),
  tracingConfiguration: z.unknown().optional(),
});

const createStateMachine: Operation = ({ machines, now }, input) => {
  const { name, definition, roleArn, loggingConfiguration } = readInput(createInput, input);
  requireName(name);
  parseDefinition(definition);
  const arn = statesArn('stateMachine', name);
  const existing = machines.find(arn);
  if (existing === undefined) {
    const current = machines.addDefinition(definition);
    const described = { roleArn, logging: JSON.stringify(loggingConfiguration), createdAt: now() };
    machines.save({ arn, name, status: 'ACTIVE', current, ...described });
    return { stateMachineArn: arn, creationDate: seconds(now()) };
  }
  requireActive(existing);
  const isSame =
    machines.definition(existing.current) === definition &&
    existing.logging === JSON.stringify(loggingConfiguration);
  // the same call again answers the same, whatever its role
  if (isSame) return { stateMachineArn: arn, creationDate: seconds(existing.createdAt) };
  throw new AwsError('StateMachineAlreadyExists', `State Machine Already Exists: '${arn}'`);
};

export type DeployedMachine = {
  readonly name: string;
  readonly definition: string;
  readonly roleArn: string;
};

/** Makes a machine, or gives the one that is there another definition; what runs stays on its own. */
export function deployMachine(ports: OperationPorts, { name, definition, roleArn }: DeployedMachine): void {
  const { machines } = ports;
  const existing = machines.find(statesArn('stateMachine', name));
  if (existing === undefined) void createStateMachine(ports, { name, definition, roleArn });
  else if (machines.definition(existing.current) !== definition || existing.roleArn !== roleArn)
    void updateStateMachine(ports, { stateMachineArn: existing.arn, definition, roleArn });
}

const updateInput = z.strictObject({
  stateMachineArn: z.string(),
  definition: z.string().optional(),
  roleArn: z.string().startsWith('arn:').optional(),
  loggingConfiguration: logging.optional(),
  tracingConfiguration: z.unknown().optional(),
});

const updateStateMachine: Operation = ({ machines, now }, input) => {
  const { stateMachineArn, definition, roleArn, loggingConfiguration } = readInput(updateInput, input);
  const machine = requireMachine(machines, stateMachineArn);
  requireActive(machine);
  if (definition === undefined && roleArn === undefined && loggingConfiguration === undefined) {
    throw new AwsError(
      'MissingRequiredParameter',
      'Either the definition, the role ARN or the logging is needed',
    );
  }
  if (definition !== undefined) parseDefinition(definition);
  machines.save({
    ...machine,
    current: definition === undefined ? machine.current : machines.addDefinition(definition),
    roleArn: roleArn ?? machine.roleArn,
    logging: loggingConfiguration === undefined ? machine.logging : JSON.stringify(loggingConfiguration),
  });
  return { updateDate: seconds(now()) };
};

const machineInput = z.strictObject({ stateMachineArn: z.string(), includedData: z.unknown().optional() });

const describeStateMachine: Operation = ({ machines }, input) => {
  const { stateMachineArn } = readInput(machineInput, input);
  const machine = requireMachine(machines, stateMachineArn);
  return present({
    ...summary(machine),
    status: machine.status,
    definition: machines.definition(machine.current),
    roleArn: machine.roleArn,
    loggingConfiguration: JSON.parse(machine.logging),
    revisionId: String(machine.current),
  });
};

const deleteStateMachine: Operation = ({ machines }, input) => {
  const { stateMachineArn } = readInput(machineInput, input);
  const machine = machines.find(stateMachineArn);
  if (machine !== undefined) machines.save({ ...machine, status: 'DELETING' });
  // what runs goes on, and the machine is gone with the last of it
  machines.removeDeleting(stateMachineArn);
  return {};
};

const listInput = z.strictObject(pageInput);

const listStateMachines: Operation = ({ machines }, input) => {
  const page = pageOf(readInput(listInput, input));
  const found = machines.list().slice(page.offset, page.offset + page.limit);
  const { rows, next } = cutPage(page, found);
  return { stateMachines: rows.map(summary), ...next };
};

const validateInput = z.strictObject({
  definition: z.string(),
  type: z.literal('STANDARD').optional(),
  severity: z.unknown().optional(),
  maxResults: z.unknown().optional(),
});

const validateDefinition: Operation = (_ports, input) => {
  const { definition } = readInput(validateInput, input);
  try {
    parseDefinition(definition);
    return { result: 'OK', diagnostics: [] };
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    const code = /'([A-Z_]+):/.exec(error.message)?.[1] ?? error.code;
    return { result: 'FAIL', diagnostics: [{ severity: 'ERROR', code, message: error.message }] };
  }
};

export const stateMachineOperations: Readonly<Record<string, Operation>> = {
  CreateStateMachine: createStateMachine,
  UpdateStateMachine: updateStateMachine,
  DescribeStateMachine: describeStateMachine,
  DeleteStateMachine: deleteStateMachine,
  ListStateMachines: listStateMachines,
  ValidateStateMachineDefinition: validateDefinition,
};

export function requireMachine(machines: MachineTable, arn: string): StateMachine {
  requireArn('stateMachine', arn);
  const machine = machines.find(arn);
  if (machine !== undefined) return machine;
  throw new AwsError('StateMachineDoesNotExist', `State Machine Does Not Exist: '${arn}'`);
}

export function requireActive({ arn, status }: StateMachine): void {
  if (status === 'ACTIVE') return;
  throw new AwsError('StateMachineDeleting', `State Machine is being deleted: '${arn}'`);
}

function summary({ arn, name, createdAt }: StateMachine): Record<string, unknown> {
  return { stateMachineArn: arn, name, type: 'STANDARD', creationDate: seconds(createdAt) };
}
