import { describe, expect, it } from 'vitest';
import { synthesize } from '../support/template/synthesize.ts';

const template = synthesize();

describe('alarms', () => {
  it.each(template.ofType('AWS::CloudWatch::Alarm'))(
    '$id says what it means for people',
    ({ Properties }) => {
      const text = String(Properties.AlarmDescription);

      // a sentence, not a metric's name
      expect(text).toMatch(/^\w.{40,}\.$/);
      expect(text.split(' ').length).toBeGreaterThan(8);
      expect(Properties).toMatchObject({ TreatMissingData: 'notBreaching' });
    },
  );

  it('notify the topic that the settings name', () => {
    const topic = 'arn:aws:sns:eu-central-1:111122223333:on-call';
    const notifying = synthesize({ context: { alarmTopic: topic } });

    const actions = notifying
      .ofType('AWS::CloudWatch::Alarm')
      .map(({ Properties }) => Properties.AlarmActions);
    expect(actions.length).toBeGreaterThan(10);
    for (const one of actions) expect(one).toEqual([topic]);
  });

  it('count errors that a function logs where no failed call and no answer shows them', () => {
    const counting = template
      .ofType('AWS::CloudWatch::Alarm')
      .filter(({ Properties }) => JSON.stringify(Properties).includes('logged-errors'));

    expect(counting.map(({ id }) => id.replace(/Errors.*/, ''))).toEqual([
      'IngestEvents',
      'UpdateProfiles',
      'ReactToProfiles',
      'ForgetProfile',
    ]);
  });

  it.each(['TakeStock', 'CloseRuns'])(
    'tell of %s, which a rule alone calls, once: when what it tried again failed for good',
    (name) => {
      const ids = template.ofType('AWS::CloudWatch::Alarm').map(({ id }) => id);

      expect(ids.filter((id) => id.startsWith(name))).toEqual([expect.stringContaining('RuleMissedAlarm')]);
    },
  );

  it('tell when the API answers with errors, whichever function is behind it', () => {
    const alarms = template.ofType('AWS::CloudWatch::Alarm').map(({ Properties }) => Properties);

    expect(alarms).toContainEqual(
      expect.objectContaining({ Namespace: 'AWS/ApiGateway', MetricName: '5xx', Threshold: 1 }),
    );
  });
});

describe('logs', () => {
  it.each(template.ofType('AWS::Logs::LogGroup'))('in $id go after a month', ({ Properties }) => {
    expect(Properties.RetentionInDays).toBe(30);
  });

  it('of each function lie in a group of its own', () => {
    const groups = template
      .ofType('AWS::Lambda::Function')
      .map(({ Properties }) => JSON.stringify(Properties.LoggingConfig));

    expect(new Set(groups).size).toBe(groups.length);
  });
});
