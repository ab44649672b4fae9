import { ArnFormat, Stack } from 'aws-cdk-lib';
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { DefinitionBody, StateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import type { Ability } from '../constructs/ability.ts';
import { acknowledge, patternFinding } from '../constructs/acknowledge.ts';
import type { HouseFunction } from '../constructs/function.ts';
import { backfillMachine } from './backfill-machine.ts';

export interface BackfillsProps {
  readonly stage: string;
  readonly wakeProfiles: HouseFunction;
}

/** The state machine by which everybody meets what was published: shards of all profiles, some of them at a time. */
export class Backfills extends Construct {
  private readonly machine: StateMachine;
  private readonly name: string;

  constructor(scope: Construct, id: string, { stage, wakeProfiles }: BackfillsProps) {
    super(scope, id);
    // grants on the machines of journeys reach what begins with `tributary-<stage>-`
    this.name = `tributary-${stage}_backfill`;
    const functionArn = wakeProfiles.lambda.functionArn;
    this.machine = new StateMachine(this, 'Machine', {
      stateMachineName: this.name,
      role: this.createRole(functionArn),
      definitionBody: DefinitionBody.fromString(JSON.stringify(backfillMachine(functionArn))),
    });
    acknowledge(this.machine, {
      SF1: 'how far it is stands in its item; what fails is logged by its function, which has an alarm',
      SF2: 'one function is all it calls',
    });
  }

  /** Starts one, unless the last is on its way. */
  get starting(): Ability {
    const arn = this.machine.stateMachineArn;
    return {
      variables: { BACKFILL_MACHINE: arn },
      statements: [{ actions: ['states:StartExecution', 'states:ListExecutions'], resources: [arn] }],
    };
  }

  /** Tells why one failed. */
  get explaining(): Ability {
    const executions = this.arnOf('execution', `${this.name}:*`);
    return {
      variables: {},
      statements: [{ actions: ['states:DescribeExecution'], resources: [executions] }],
      accepted: {
        [patternFinding('states', `execution:${this.name}:*`)]:
          'an execution is named after what was published and the try',
      },
    };
  }

  private createRole(functionArn: string): Role {
    const role = new Role(this, 'Role', {
      description: 'What the state machine of backfills may do: wake profiles, and run each shard on its own',
      assumedBy: new ServicePrincipal('states.amazonaws.com', {
        conditions: { StringEquals: { 'aws:SourceAccount': Stack.of(this).account } },
      }),
    });
    const grants = {
      'lambda:InvokeFunction': functionArn,
      // a distributed map runs each item as an execution of the same machine
      'states:StartExecution': this.arnOf('stateMachine', this.name),
      'states:DescribeExecution': this.arnOf('execution', `${this.name}:*`),
      'states:StopExecution': this.arnOf('execution', `${this.name}:*`),
    };
    for (const [action, resource] of Object.entries(grants))
      role.addToPolicy(new PolicyStatement({ actions: [action], resources: [resource] }));
    acknowledge(role, {
      [patternFinding('states', `execution:${this.name}:*`)]:
        'each shard is an execution with a name of its own',
    });
    return role;
  }

  private arnOf(resource: string, resourceName: string): string {
    const arnFormat = ArnFormat.COLON_RESOURCE_NAME;
    return Stack.of(this).formatArn({ service: 'states', resource, resourceName, arnFormat });
  }
}
