import type { RunningCloud } from '../cloud/running-cloud.ts';

const MAX_ATTEMPTS = 5;

/** Calls over HTTP as SDKs, mail programs and people do: what fails on the other side is asked again, the same way. */
export class PatientClient {
  readonly #shop: RunningCloud;

  constructor(shop: RunningCloud) {
    this.#shop = shop;
  }

  async post(path: string, body: unknown): Promise<void> {
    const { publicUrl } = this.#shop.cloud;
    await this.call(`${publicUrl}${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...this.#shop.serverKey() },
      body: JSON.stringify(body),
    });
  }

  async admin(path: string, put?: object): Promise<unknown> {
    const { publicUrl, adminToken } = this.#shop.cloud;
    const response = await this.call(`${publicUrl}/admin/v1${path}`, {
      method: put === undefined ? 'GET' : 'PUT',
      headers: { authorization: `Bearer ${adminToken}`, 'content-type': 'application/json' },
      body: put === undefined ? null : JSON.stringify(put),
    });
    return response.json();
  }

  async call(url: string, request: RequestInit = {}): Promise<Response> {
    for (let attempt = 1; ; attempt += 1) {
      const response = await fetch(url, request);
      if (response.ok) return response;
      if (response.status < 500 || attempt === MAX_ATTEMPTS)
        throw new Error(`${request.method ?? 'GET'} ${url}: ${response.status} ${await response.text()}`);
    }
  }
}
