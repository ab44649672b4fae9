import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { render } from '../../support/template/grants.ts';
import { synthesize } from '../../support/template/synthesize.ts';

const template = synthesize();
const dashboards = template.ofType('AWS::CloudWatch::Dashboard');
const bodySchema = z.object({
  widgets: z.array(
    z.object({
      width: z.number(),
      x: z.number(),
      properties: z.object({ title: z.string(), metrics: z.array(z.array(z.unknown())).min(1) }),
    }),
  ),
});
const { widgets } = bodySchema.parse(JSON.parse(render(dashboards[0]?.Properties.DashboardBody)));
const metricsOf = (title: string) => {
  const widget = widgets.find(({ properties }) => properties.title === title);
  if (!widget) throw new Error(`no widget "${title}"`);
  return widget.properties.metrics;
};

describe('the dashboard', () => {
  it('is one, which AWS does not charge for, named by its stage', () => {
    expect(dashboards.map(({ Properties }) => Properties.DashboardName)).toEqual(['tributary-prod']);
  });

  it('tells from the top: what comes in, what failed, what went out, what it costs', () => {
    expect(widgets.map(({ properties }) => properties.title)).toEqual([
      'Events in',
      'Milliseconds behind the stream',
      'Seconds behind the archive and the queues',
      'Failed calls',
      'Waiting in queues',
      'Kept in FailedEvents, write units',
      'Calls',
      'Emails',
      'Share of bounces and complaints',
      'Write units',
      'Milliseconds of functions',
      'Bytes in',
    ]);
    expect(widgets.every(({ x, width }) => x + width <= 24)).toBe(true);
  });

  it.each([
    ['Failed calls', 'AWS::Lambda::Function'],
    ['Calls', 'AWS::Lambda::Function'],
    ['Waiting in queues', 'AWS::SQS::Queue'],
    ['Write units', 'AWS::DynamoDB::Table'],
  ])('shows under "%s" every %s', (title, type) => {
    expect(metricsOf(title)).toHaveLength(template.ofType(type).length);
  });
});
