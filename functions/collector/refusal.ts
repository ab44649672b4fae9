import { type HttpAnswer, jsonAnswer } from '../lib/http.ts';

/** A request that is answered with an error; a returned outcome, not a fault. */
export class Refusal {
  readonly status: number;
  readonly code: string;
  readonly message: string;
  headers: Readonly<Record<string, string>> = {};

  constructor(status: number, code: string, message: string) {
    this.status = status;
    this.code = code;
    this.message = message;
  }

  withHeaders(headers: Readonly<Record<string, string>>): Refusal {
    this.headers = headers;
    return this;
  }
}

/** SDKs each look for another field: all of them are always there. */
export function answerRefusal({ status, code, message, headers }: Refusal): HttpAnswer {
  return jsonAnswer(status, { success: false, code, message, error: message }, headers);
}
