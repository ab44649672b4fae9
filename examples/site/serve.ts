import { readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { renderPage, type Tracking } from './render-page.ts';

const files: Readonly<Record<string, { readonly file: string; readonly type: string }>> = {
  '/': { file: 'index.html', type: 'text/html' },
  '/site.css': { file: 'site.css', type: 'text/css' },
  '/shop.js': { file: 'shop.js', type: 'text/javascript' },
};

/** The shop's page as any web server would serve it. */
export function serveSite(tracking: Tracking, port: number): Promise<Server> {
  const server = createServer((request, answer) => {
    const found = files[new URL(request.url ?? '/', 'http://localhost').pathname];
    if (found === undefined) return answer.writeHead(404).end();
    const text = readFileSync(new URL(found.file, import.meta.url), 'utf8');
    answer.writeHead(200, { 'content-type': `${found.type}; charset=utf-8` });
    return answer.end(renderPage(text, tracking));
  });
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => resolve(server));
  });
}
