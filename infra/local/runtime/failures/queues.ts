/** Dead letter queues: what was sent to each, in order; nothing here consumes them. */
export type Queues = {
  create(name: string): void;
  send(name: string, body: string): void;
  messages(name: string): readonly string[];
};

export function createQueues(): Queues {
  const queues = new Map<string, string[]>();
  const queue = (name: string): string[] => {
    const messages = queues.get(name);
    if (messages === undefined)
      throw new Error(`no queue "${name}", there are: ${[...queues.keys()].join(', ')}`);
    return messages;
  };
  return {
    create: (name) => void queues.set(name, []),
    send: (name, body) => void queue(name).push(body),
    messages: (name) => [...queue(name)],
  };
}
