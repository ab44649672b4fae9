import { ArnFormat, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { journeyPermissions } from '../../shared/journeys/steps/index.ts';
import type { JourneyFunction } from '../../shared/journeys/steps/step-kind.ts';
import type { Ability } from '../constructs/ability.ts';
import { acknowledge, patternFinding } from '../constructs/acknowledge.ts';
import type { HouseFunction } from '../constructs/function.ts';

export interface JourneysProps {
  readonly stage: string;
  readonly decideStep: HouseFunction;
  readonly sendMessage: HouseFunction;
}

// Step Functions delivers logs through these, none of which knows a narrower resource
const logDeliveryActions = [
  'logs:CreateLogDelivery',
  'logs:DeleteLogDelivery',
  'logs:DescribeLogGroups',
  'logs:DescribeResourcePolicies',
  'logs:GetLogDelivery',
  'logs:ListLogDeliveries',
  'logs:PutResourcePolicy',
  'logs:UpdateLogDelivery',
];

/** What the state machines of journeys share; the machines themselves come and go as journeys are published. */
export class Journeys extends Construct {
  /** What the ARNs of all state machines begin with. */
  readonly machinePrefix: string;
  private readonly namePrefix: string;
  private readonly role: Role;
  private readonly logGroup: LogGroup;
  private readonly props: JourneysProps;

  constructor(scope: Construct, id: string, props: JourneysProps) {
    super(scope, id);
    this.props = props;
    this.namePrefix = `tributary-${props.stage}-`;
    this.machinePrefix = this.arnOf('stateMachine', this.namePrefix);
    this.logGroup = new LogGroup(this, 'Logs', {
      // elsewhere each machine would lengthen the account's one resource policy for logs, until it is full
      logGroupName: `/aws/vendedlogs/states/tributary-${props.stage}`,
      retention: RetentionDays.ONE_MONTH,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    this.role = this.createRole();
  }

  /** Makes and updates the state machines. */
  get publishing(): Ability {
    const machines = `${this.machinePrefix}*`;
    return {
      variables: {
        JOURNEY_NAME_PREFIX: this.namePrefix,
        JOURNEY_ROLE: this.role.roleArn,
        JOURNEY_LOG_GROUP: this.logGroup.logGroupArn,
        DECIDE_STEP_FUNCTION: this.props.decideStep.lambda.functionArn,
        SEND_MESSAGE_FUNCTION: this.props.sendMessage.lambda.functionArn,
      },
      statements: [
        {
          actions: ['states:CreateStateMachine', 'states:UpdateStateMachine'],
          resources: [machines],
        },
        {
          actions: ['iam:PassRole'],
          resources: [this.role.roleArn],
          conditions: { StringEquals: { 'iam:PassedToService': 'states.amazonaws.com' } },
        },
      ],
      accepted: this.acceptedMachines,
    };
  }

  /** Starts and stops executions of the state machines. */
  get running(): Ability {
    const machines = `${this.machinePrefix}*`;
    const { variables, statements, accepted } = this.stopping;
    return {
      variables,
      statements: [{ actions: ['states:StartExecution'], resources: [machines] }, ...statements],
      accepted: { ...this.acceptedMachines, ...accepted },
    };
  }

  /** Stops executions of the state machines. */
  get stopping(): Ability {
    const executions = this.arnOf('execution', `${this.namePrefix}*:*`);
    return {
      variables: { JOURNEY_NAME_PREFIX: this.namePrefix },
      statements: [{ actions: ['states:StopExecution'], resources: [executions] }],
      accepted: {
        [patternFinding('states', `execution:${this.namePrefix}*:*`)]:
          'an execution is named after its journey and its run',
      },
    };
  }

  private get acceptedMachines() {
    return {
      [patternFinding('states', `stateMachine:${this.namePrefix}*`)]:
        'a state machine is named after its journey',
    };
  }

  private arnOf(resource: string, resourceName: string): string {
    const arnFormat = ArnFormat.COLON_RESOURCE_NAME;
    return Stack.of(this).formatArn({ service: 'states', resource, resourceName, arnFormat });
  }

  /** The functions that steps may name in their permissions. */
  private get functionOf(): Record<JourneyFunction, HouseFunction> {
    return { 'decide-step': this.props.decideStep, 'send-message': this.props.sendMessage };
  }

  private createRole(): Role {
    const { account } = Stack.of(this);
    const role = new Role(this, 'Role', {
      description: 'What the state machines of journeys may do: call the functions of their steps, and log',
      assumedBy: new ServicePrincipal('states.amazonaws.com', {
        conditions: {
          StringEquals: { 'aws:SourceAccount': account },
          ArnLike: { 'aws:SourceArn': `${this.machinePrefix}*` },
        },
      }),
    });
    role.addToPolicy(
      new PolicyStatement({
        actions: ['lambda:InvokeFunction'],
        resources: journeyPermissions.map((name) => this.functionOf[name].lambda.functionArn),
      }),
    );
    role.addToPolicy(new PolicyStatement({ actions: logDeliveryActions, resources: ['*'] }));
    acknowledge(role, { 'IAM5[Resource::*]': 'log deliveries cannot be granted one by one' });
    return role;
  }
}
