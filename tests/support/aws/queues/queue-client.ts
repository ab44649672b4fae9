import {
  ChangeMessageVisibilityCommand,
  DeleteMessageCommand,
  GetQueueAttributesCommand,
  GetQueueUrlCommand,
  type Message,
  ReceiveMessageCommand,
  type ReceiveMessageCommandInput,
  SendMessageCommand,
  type SendMessageCommandInput,
  type SQSClient,
} from '@aws-sdk/client-sqs';

const states = [
  'ApproximateNumberOfMessages',
  'ApproximateNumberOfMessagesNotVisible',
  'ApproximateNumberOfMessagesDelayed',
] as const;

/** What a contract does with one queue, told to SQS's own client. */
export class QueueClient {
  readonly client: SQSClient;
  readonly QueueUrl: string;

  static async of(client: SQSClient, QueueName: string): Promise<QueueClient> {
    const { QueueUrl = '' } = await client.send(new GetQueueUrlCommand({ QueueName }));
    return new QueueClient(client, QueueUrl);
  }

  private constructor(client: SQSClient, QueueUrl: string) {
    this.client = client;
    this.QueueUrl = QueueUrl;
  }

  send(MessageBody: string, input: Partial<SendMessageCommandInput> = {}) {
    return this.client.send(new SendMessageCommand({ QueueUrl: this.QueueUrl, MessageBody, ...input }));
  }

  async receive(input: Partial<ReceiveMessageCommandInput> = {}): Promise<Message[]> {
    const command = new ReceiveMessageCommand({ QueueUrl: this.QueueUrl, MaxNumberOfMessages: 10, ...input });
    return (await this.client.send(command)).Messages ?? [];
  }

  async receiveBodies(input: Partial<ReceiveMessageCommandInput> = {}): Promise<(string | undefined)[]> {
    return (await this.receive(input)).map(({ Body }) => Body);
  }

  delete({ ReceiptHandle }: Message = {}) {
    return this.client.send(new DeleteMessageCommand({ QueueUrl: this.QueueUrl, ReceiptHandle }));
  }

  hide({ ReceiptHandle }: Message = {}, VisibilityTimeout = 0) {
    const { QueueUrl } = this;
    return this.client.send(
      new ChangeMessageVisibilityCommand({ QueueUrl, ReceiptHandle, VisibilityTimeout }),
    );
  }

  /** How many messages are visible, in flight and delayed. */
  async counts(): Promise<number[]> {
    const command = new GetQueueAttributesCommand({ QueueUrl: this.QueueUrl, AttributeNames: [...states] });
    const { Attributes = {} } = await this.client.send(command);
    return states.map((state) => Number(Attributes[state]));
  }
}
