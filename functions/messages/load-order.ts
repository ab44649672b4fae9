import type { DefinitionReader, DefinitionWriter } from '../../shared/definitions/definition-store.ts';
import { liveComputed } from '../../shared/definitions/kinds/computed.ts';
import { type Workspace, workspaceSchema } from '../../shared/definitions/kinds/workspace.ts';
import type { Journey } from '../../shared/journeys/definition.ts';
import { parseJourney } from '../../shared/journeys/parse-journey.ts';
import { messageAt } from '../../shared/journeys/references.ts';
import { type ChannelName, channelNameSchema } from '../../shared/messaging/channels/channel-name.ts';
import { permissionFor } from '../../shared/messaging/decide-send.ts';
import { type Template, templateSchema } from '../../shared/messaging/template.ts';
import { type CompiledSegments, compileSegments } from '../../shared/segments/compile.ts';
import type { SendTask } from './send-task.ts';

/** What a step wants said: the step as the run's version has it, the template as it is live now. */
export type Order = {
  readonly journey: Pick<Journey, 'id' | 'name'>;
  readonly channel: ChannelName;
  readonly templateId: string;
  /** undefined when it is not live, or not of this channel any more */
  readonly template: Template | undefined;
  readonly topic: string | undefined;
  readonly class: Template['class'];
  readonly workspace: Workspace;
  /** the computed traits a template may mention */
  readonly computed: Pick<CompiledSegments, 'computed'>;
};

type Definitions = DefinitionReader & Pick<DefinitionWriter, 'loadVersion'>;
type Live = {
  readonly number: number;
  readonly workspace: Workspace;
  readonly templates: ReadonlyMap<string, unknown>;
  readonly computed: Order['computed'];
};

const MAX_HELD_JOURNEYS = 500;

/** Reads what a task is about. Live definitions are loaded again only when the definitions version moved; versions never change. */
export function orderReader(definitions: Definitions): (task: SendTask) => Promise<Order> {
  let live: Live | undefined;
  const journeys = new Map<string, Journey>();
  return async (task) => {
    const name = `${task.journeyId}/${task.version}`;
    const [number, journey] = await Promise.all([
      definitions.number(),
      journeys.get(name) ?? loadJourney(definitions, task),
    ]);
    if (journeys.size >= MAX_HELD_JOURNEYS) journeys.clear();
    journeys.set(name, journey);
    if (live?.number !== number) live = await loadLive(definitions);
    return orderOf(task, journey, live);
  };
}

async function loadJourney(definitions: Definitions, { journeyId, version }: SendTask): Promise<Journey> {
  const saved = await definitions.loadVersion('journey', journeyId, version);
  if (!saved) throw new Error(`there is no version ${version} of journey ${journeyId}`);
  return parseJourney({ id: journeyId, ...saved.body }).journey;
}

async function loadLive(reader: DefinitionReader): Promise<Live> {
  const { number, definitions } = await reader.load(['workspace', 'template', 'computed']);
  const workspace = workspaceSchema.parse(definitions.find(({ kind }) => kind === 'workspace')?.body ?? {});
  const templates = definitions.filter(({ kind }) => kind === 'template');
  return {
    number,
    workspace,
    templates: new Map(templates.map(({ id, body }) => [id, body])),
    computed: compileSegments([], { timezone: workspace.timezone, computed: liveComputed(definitions) }),
  };
}

function orderOf(task: SendTask, journey: Journey, live: Live): Order {
  const said = messageAt(journey, task.step);
  if (!said)
    throw new Error(`version ${task.version} of journey ${journey.id} sends nothing in ${task.step}`);
  const saved = live.templates.get(said.template);
  const template = saved === undefined ? undefined : templateSchema.parse(saved);
  const channel = channelNameSchema.parse(said.channel);
  return {
    journey,
    channel,
    templateId: said.template,
    template: template?.channel === channel ? template : undefined,
    ...permissionFor(said, template),
    workspace: live.workspace,
    computed: live.computed,
  };
}
