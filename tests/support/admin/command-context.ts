import type { AdminClient } from '../../../infra/cli/cloud/admin-client.ts';
import type { CommandContext, CommandOptions } from '../../../infra/cli/command.ts';
import { type AdminTestAnswer, type AdminTestApi, memoryDefinitionApi } from './admin-api.ts';

/** A client of the admin API that calls its handlers directly. */
export function directAdminClient(api: AdminTestApi): AdminClient {
  return {
    url: 'http://cloud.test',
    call: async (schema, { method = 'GET', path, body }) => {
      const url = new URL(path, 'http://cloud.test');
      const query = Object.fromEntries(url.searchParams);
      const answer = await api(method, url.pathname, body === undefined ? { query } : { query, body });
      if (answer.status < 300) return { status: 'ok', body: schema.parse(answer.body) };
      return { status: 'refused', problem: { status: answer.status, ...errorOf(answer) } };
    },
  };
}

function errorOf({ body }: AdminTestAnswer) {
  if (body.error === undefined) throw new Error('an admin answer that is neither success nor error');
  return body.error;
}

/** What a command is given, over an admin API in memory; what it printed and asked can be looked at. */
export function commandContext({
  answer = true,
  api = memoryDefinitionApi(),
  options = {},
}: {
  answer?: boolean;
  api?: AdminTestApi;
  options?: CommandOptions;
} = {}) {
  const lines: string[] = [];
  const questions: string[] = [];
  const context: CommandContext = {
    admin: directAdminClient(api),
    options,
    print: (text) => lines.push(text),
    confirm: async (question) => {
      questions.push(question);
      return answer;
    },
  };
  return {
    context,
    questions,
    printed: () => lines.join('\n'),
    segments: async () => (await api('GET', '/segments')).body.items,
  };
}
