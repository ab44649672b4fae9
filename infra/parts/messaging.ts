import { Stack } from 'aws-cdk-lib';
import { Metric } from 'aws-cdk-lib/aws-cloudwatch';
import { ConfigurationSet, ConfigurationSetTlsPolicy } from 'aws-cdk-lib/aws-ses';
import { Construct } from 'constructs';
import type { Ability } from '../constructs/ability.ts';
import { patternFinding } from '../constructs/acknowledge.ts';

export interface MessagingProps {
  readonly stage: string;
  /** The SNS platform application of the app, which CloudFormation cannot make. */
  readonly pushApplication?: string | undefined;
}

/** The ways out: SES for email, SNS for SMS and push. */
export class Messaging extends Construct {
  private readonly pushApplication: string | undefined;
  readonly configurationSet: ConfigurationSet;
  private readonly configurationSetName: string;

  constructor(scope: Construct, id: string, props: MessagingProps) {
    super(scope, id);
    this.pushApplication = props.pushApplication;
    this.configurationSetName = `tributary-${props.stage}`;
    this.configurationSet = new ConfigurationSet(this, 'ConfigurationSet', {
      configurationSetName: this.configurationSetName,
      // a message may carry what a person would not have read on the way
      tlsPolicy: ConfigurationSetTlsPolicy.REQUIRE,
      reputationMetrics: true,
    });
  }

  /** The shares of bounces and complaints by which SES judges senders; above 5 % and 0.1 % it stops them. */
  get reputation(): Metric[] {
    return ['Reputation.BounceRate', 'Reputation.ComplaintRate'].map(
      (metricName) =>
        new Metric({
          namespace: 'AWS/SES',
          metricName,
          dimensionsMap: { 'ses:configuration-set': this.configurationSetName },
        }),
    );
  }

  get email(): Ability {
    const name = this.configurationSetName;
    return {
      variables: { SES_CONFIGURATION_SET: name },
      statements: [
        {
          actions: ['ses:SendRawEmail'],
          resources: [this.sesArn('identity', '*'), this.sesArn('configuration-set', name)],
        },
      ],
      accepted: {
        [patternFinding('ses', 'identity/*')]:
          'the workspace names the sender, which SES knows by address or domain',
      },
    };
  }

  get sms(): Ability {
    return {
      variables: {},
      statements: [{ actions: ['sns:Publish'], resources: ['*'] }],
      accepted: { 'IAM5[Resource::*]': 'a phone number is no resource: AWS authorizes an SMS on all of SNS' },
    };
  }

  /** Nothing but an empty variable without a platform application. */
  get push(): Ability {
    const application = this.pushApplication;
    if (application === undefined) return { variables: { PUSH_APPLICATION: '' }, statements: [] };
    const endpoints = `${application.replace(':app/', ':endpoint/')}/*`;
    return {
      variables: { PUSH_APPLICATION: application },
      statements: [
        { actions: ['sns:CreatePlatformEndpoint'], resources: [application] },
        { actions: ['sns:Publish'], resources: [endpoints] },
      ],
      accepted: { [`IAM5[Resource::${endpoints}]`]: 'SNS names the endpoint of each device itself' },
    };
  }

  private sesArn(resource: string, resourceName: string): string {
    return Stack.of(this).formatArn({ service: 'ses', resource, resourceName });
  }
}
