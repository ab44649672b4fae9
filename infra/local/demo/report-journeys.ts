import { indent, textTable } from '../../cli/terminal/text-table.ts';
import { type AcceptedMessage, countBy, type JourneyCount, type Send } from './count-journeys.ts';

const runStatuses = ['running', 'completed', 'exited', 'cancelled', 'failed'];
// what a message may end as when nothing goes wrong
const goodStates = ['SENT', 'DELIVERED', 'SKIPPED'];

export function reportJourneys(journeys: readonly JourneyCount[]): string {
  return [
    'Runs of journeys',
    indent(runsTable(journeys)),
    '',
    'Messages of each journey',
    indent(messagesTable(journeys)),
    '',
    'Messages on each channel',
    indent(channelsTable(journeys.flatMap(({ sends }) => sends))),
  ].join('\n');
}

/** What went wrong, if anything: a run that failed, a message in doubt, one sent twice or never. */
export function findJourneyFaults(
  journeys: readonly JourneyCount[],
  accepted: readonly AcceptedMessage[],
): string[] {
  const sends = journeys.flatMap((journey) => journey.sends);
  const sent = new Set(sends.filter(({ state }) => state === 'SENT').map(({ sendId }) => sendId));
  const arrived = countBy(accepted, ({ sendId, to }) => `${sendId} to ${to}`);
  const arrivedIds = new Set(accepted.map(({ sendId }) => sendId));
  return [
    ...journeys.flatMap(({ id, runs }) => (runs.has('failed') ? [`a run of ${id} failed`] : [])),
    ...sends
      .filter(({ state }) => !goodStates.includes(state))
      .map(({ sendId, state, reason }) => `message ${sendId} is ${state}${reason ? `: ${reason}` : ''}`),
    ...[...arrived].filter(([, count]) => count > 1).map(([message]) => `message ${message} went out twice`),
    ...[...sent].filter((id) => !arrivedIds.has(id)).map((id) => `message ${id} is SENT and nobody got it`),
    ...[...arrivedIds].filter((id) => !sent.has(id)).map((id) => `message ${id} went out and is not SENT`),
  ];
}

/** One message as it went out, for the eye. */
export function exampleText(accepted: readonly AcceptedMessage[], channel: string): string {
  const message = accepted.findLast((one) => one.channel === channel);
  if (message === undefined) return '';
  const { to, subject, text = '' } = message;
  const lines = [`To: ${to}`, ...(subject === undefined ? [] : [`Subject: ${subject}`]), '', text.trim()];
  return ['', `The last ${channel}`, indent(lines.join('\n'))].join('\n');
}

const runsTable = (journeys: readonly JourneyCount[]): string =>
  textTable(
    [
      { title: 'journey' },
      ...runStatuses.map((title) => ({ title, align: 'right' }) as const),
      { title: 'runs', align: 'right' },
    ],
    journeys.map(({ id, runs }) => {
      const all = [...runs.values()].reduce((sum, count) => sum + count, 0);
      return [id, ...runStatuses.map((status) => runs.get(status) ?? 0), all];
    }),
  );

function messagesTable(journeys: readonly JourneyCount[]): string {
  const rows = journeys.flatMap(({ id, sends }) => {
    const counts = countBy(sends, ({ channel, state, reason = '' }) => [channel, state, reason].join('\t'));
    return [...counts].sort().map(([group, count]) => [id, ...group.split('\t'), count]);
  });
  return textTable(
    [
      ...['journey', 'channel', 'state', 'reason'].map((title) => ({ title })),
      { title: 'messages', align: 'right' },
    ],
    rows,
  );
}

function channelsTable(sends: readonly Send[]): string {
  const isSkipped = ({ state }: Send) => state === 'SKIPPED';
  const rows = [...Map.groupBy(sends, ({ channel }) => channel)].sort().map(([channel, all]) => {
    const skipped = all.filter(isSkipped).length;
    const sent = all.filter(({ state }) => state === 'SENT' || state === 'DELIVERED').length;
    return [channel, sent, skipped, all.length - sent - skipped];
  });
  return textTable(
    [
      { title: 'channel' },
      { title: 'sent', align: 'right' },
      { title: 'skipped', align: 'right' },
      { title: 'in doubt or refused', align: 'right' },
    ],
    rows,
  );
}
