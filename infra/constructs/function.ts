import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import { type IMetric, MathExpression } from 'aws-cdk-lib/aws-cloudwatch';
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import {
  ApplicationLogLevel,
  Architecture,
  Code,
  Function as LambdaFunction,
  LoggingFormat,
  Runtime,
  SystemLogLevel,
} from 'aws-cdk-lib/aws-lambda';
import { FilterPattern, LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import type { Ability } from './ability.ts';
import { acknowledge } from './acknowledge.ts';
import { alarmPeriod, HouseAlarm } from './alarm.ts';
import type { ReadAction, Store, WriteAction } from './store.ts';

export interface HouseFunctionProps {
  /** The name of its file in functions/. */
  readonly name: string;
  readonly stage: string;
  /** What it is for, in one sentence. */
  readonly purpose: string;
  /** What people notice when it fails; it becomes the alarm's text. */
  readonly errorImpact: string;
  /** The folder that holds its index.js. */
  readonly bundle: string;
  readonly memorySizeMegabytes: number;
  readonly timeoutSeconds: number;
  /** @default false */
  readonly ringsForLoggedErrors?: boolean | undefined;
  /** Whether its failures show nowhere but here: those of a function behind the API are answers, which ring already. */
  readonly ringsItself: boolean;
  readonly alarmTopicArn?: string | undefined;
}

// KMS authorizes the caller of an encrypted store, not the store
export const keyActions = [
  'kms:Decrypt',
  'kms:DescribeKey',
  'kms:Encrypt',
  'kms:GenerateDataKey',
  'kms:GenerateDataKeyWithoutPlaintext',
  'kms:ReEncryptFrom',
  'kms:ReEncryptTo',
];

/** A function with its own role, log group and alarm; it can do nothing until it is given reads and writes. */
export class HouseFunction extends Construct {
  readonly name: string;
  readonly errorImpact: string;
  readonly timeoutSeconds: number;
  readonly alarmTopicArn: string | undefined;
  readonly lambda: LambdaFunction;
  private readonly role: Role;
  private readonly logGroup: LogGroup;

  constructor(scope: Construct, id: string, props: HouseFunctionProps) {
    super(scope, id);
    this.name = props.name;
    this.errorImpact = props.errorImpact;
    this.timeoutSeconds = props.timeoutSeconds;
    this.alarmTopicArn = props.alarmTopicArn;
    this.role = new Role(this, 'Role', { assumedBy: new ServicePrincipal('lambda.amazonaws.com') });
    this.logGroup = new LogGroup(this, 'Logs', {
      retention: RetentionDays.ONE_MONTH,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    // the managed policy for logging allows every log group of the account
    this.logGroup.grantWrite(this.role);
    this.lambda = this.createLambda(props);
    if (props.ringsItself) this.alarm(props);
  }

  private alarm(props: HouseFunctionProps): void {
    new HouseAlarm(this, 'Errors', {
      metric: props.ringsForLoggedErrors ? this.failures(props) : this.failedCalls,
      threshold: 1,
      impact: props.errorImpact,
      topicArn: props.alarmTopicArn,
    });
  }

  /** Grants the named actions on the store and tells the function its name. */
  reads(store: Store, actions: readonly ReadAction[]): void {
    this.use(store, actions);
  }

  /** Grants the named actions on the store and tells the function its name. */
  writes(store: Store, actions: readonly WriteAction[]): void {
    this.use(store, actions);
  }

  /** Grants what the ability takes and tells the function what it must know for it. */
  may({ variables, statements, accepted }: Ability): void {
    for (const [name, value] of Object.entries(variables)) this.lambda.addEnvironment(name, value);
    for (const statement of statements) this.role.addToPrincipalPolicy(new PolicyStatement(statement));
    acknowledge(this, accepted ?? {});
  }

  /** Grants what the platform needs on the function's behalf; what the handler itself uses goes through reads and writes. */
  allow(actions: readonly string[], resources: readonly string[]): void {
    this.role.addToPrincipalPolicy(new PolicyStatement({ actions: [...actions], resources: [...resources] }));
  }

  /** Lets the function use what is encrypted with the key; nothing to do without one. */
  allowKey(key: IKey | undefined): void {
    if (key) this.allow(keyActions, [key.keyArn]);
  }

  private use(store: Store, actions: readonly string[]): void {
    this.lambda.addEnvironment(store.variable, store.value);
    const indexArns = store.indexArns ?? [];
    const onIndexes = actions.filter((action) => indexArns.length > 0 && action === 'dynamodb:Query');
    const onStore = actions.filter((action) => !onIndexes.includes(action));
    if (onIndexes.length > 0) this.allow(onIndexes, indexArns);
    if (onStore.length > 0) this.allow(onStore, [store.arn]);
    this.allowKey(store.key);
    acknowledge(this, store.accepted ?? {});
  }

  private get failedCalls(): IMetric {
    return this.lambda.metricErrors({ period: alarmPeriod });
  }

  /** Calls that failed, and failures a handler caught: a record it reported, a source it could not read. */
  private failures(props: HouseFunctionProps): IMetric {
    const logged = this.logGroup.addMetricFilter('LoggedErrors', {
      filterPattern: FilterPattern.stringValue('$.level', '=', 'ERROR'),
      metricNamespace: 'Tributary',
      metricName: `${props.stage}-${props.name}-logged-errors`,
    });
    return new MathExpression({
      expression: 'FILL(failed, 0) + FILL(logged, 0)',
      label: 'failures',
      period: alarmPeriod,
      usingMetrics: {
        failed: this.failedCalls,
        logged: logged.metric({ period: alarmPeriod, statistic: 'Sum' }),
      },
    });
  }

  private createLambda(props: HouseFunctionProps): LambdaFunction {
    return new LambdaFunction(this, 'Function', {
      functionName: `tributary-${props.stage}-${props.name}`,
      description: props.purpose,
      runtime: Runtime.NODEJS_24_X,
      architecture: Architecture.ARM_64,
      handler: 'index.handler',
      code: Code.fromAsset(props.bundle),
      memorySize: props.memorySizeMegabytes,
      timeout: Duration.seconds(props.timeoutSeconds),
      role: this.role,
      logGroup: this.logGroup,
      loggingFormat: LoggingFormat.JSON,
      applicationLogLevelV2: ApplicationLogLevel.INFO,
      // a start and a report for each invocation would be most of the log
      systemLogLevelV2: SystemLogLevel.WARN,
      environment: {
        POWERTOOLS_SERVICE_NAME: props.name,
        POWERTOOLS_METRICS_NAMESPACE: 'Tributary',
      },
    });
  }
}
