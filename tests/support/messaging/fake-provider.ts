import type { AwsError, AwsRequest, AwsService } from '../../../infra/local/protocols/service.ts';

/** SES or SNS at the wire: remembers each call as its form fields, and answers what the test says. */
export class FakeProvider implements AwsService {
  readonly name: string;
  readonly calls: URLSearchParams[] = [];
  /** by action; the answer of the last one is repeated */
  readonly answers = new Map<string, { status: number; body: string }[]>();

  constructor(name: 'ses' | 'sns') {
    this.name = name;
  }

  answer(action: string, status: number, inside: string): void {
    const body =
      status === 200
        ? `<${action}Response><${action}Result>${inside}</${action}Result></${action}Response>`
        : `<ErrorResponse><Error><Type>Sender</Type><Code>${inside}</Code><Message>no</Message></Error></ErrorResponse>`;
    this.answers.set(action, [...(this.answers.get(action) ?? []), { status, body }]);
  }

  async handle(request: AwsRequest) {
    const call = new URLSearchParams(request.body.toString('utf8'));
    this.calls.push(call);
    const action = call.get('Action') ?? '';
    const waiting = this.answers.get(action) ?? [];
    const answer = waiting.length > 1 ? waiting.shift() : waiting[0];
    return { ...(answer ?? { status: 404, body: '' }), headers: { 'content-type': 'text/xml' } };
  }

  refuse({ code }: AwsError) {
    return { status: 403, body: code };
  }
}
