'use strict';
// plain CommonJS: stripping types or loading ES modules would double every cold start

const http = require('node:http');
const fs = require('node:fs');
const Module = require('node:module');
const path = require('node:path');
const { installJsonConsole } = require('./json-console.cjs');
const { installVirtualDate, realNow, setVirtualTime } = require('./virtual-date.cjs');

const environment = process.env;
const [host, port] = environment.AWS_LAMBDA_RUNTIME_API.split(':');
const agent = new http.Agent({ keepAlive: true, maxSockets: 1 });
let currentId;

function call(method, resource, body, headers = {}) {
  const target = { host, port, agent, method, headers, path: `/2018-06-01/runtime/${resource}` };
  return new Promise((resolve, reject) => {
    const request = http.request(target, (response) => {
      const chunks = [];
      response.on('data', (chunk) => chunks.push(chunk));
      response.on('end', () =>
        resolve({ headers: response.headers, body: Buffer.concat(chunks).toString() }),
      );
      response.on('error', reject);
    });
    request.on('error', reject);
    request.end(body);
  });
}

function describeError(error) {
  if (!(error instanceof Error)) return { errorType: typeof error, errorMessage: String(error), trace: [] };
  return { errorType: error.name, errorMessage: error.message, trace: (error.stack ?? '').split('\n') };
}

function reportError(resource, error) {
  const description = describeError(error);
  const headers = { 'lambda-runtime-function-error-type': description.errorType };
  return call('POST', resource, JSON.stringify(description), headers);
}

const isJson = environment.AWS_LAMBDA_LOG_FORMAT === 'JSON';

function logError(what, error) {
  if (isJson) console.error(error instanceof Error ? error : new Error(String(error)));
  else console.error(what, JSON.stringify(describeError(error)));
}

function named(name, message) {
  return Object.assign(new Error(message), { name });
}

// as in Lambda, index.js is CommonJS whatever package.json stands above, and sees only its own node_modules
function loadCommonJs(file, root) {
  const loaded = new Module(file);
  loaded.filename = file;
  loaded.paths = [path.join(root, 'node_modules')];
  loaded._compile(fs.readFileSync(file, 'utf8'), file, 'commonjs');
  return loaded.exports;
}

async function loadModule(root, name) {
  for (const extension of ['.js', '.cjs']) {
    const file = path.resolve(root, name + extension);
    if (fs.existsSync(file)) return loadCommonJs(file, root);
  }
  const file = path.resolve(root, `${name}.mjs`);
  if (fs.existsSync(file)) return import(`file://${file}`);
  throw named('Runtime.ImportModuleError', `Error: Cannot find module '${name}'`);
}

async function loadHandler() {
  const [moduleName, ...names] = environment._HANDLER.split('.');
  const exported = await loadModule(environment.LAMBDA_TASK_ROOT, moduleName);
  const handler = names.reduce((value, name) => value?.[name], exported);
  if (typeof handler !== 'function') {
    throw named('Runtime.HandlerNotFound', `${environment._HANDLER} is undefined or not exported`);
  }
  if (handler.length >= 3) {
    const message = `${environment._HANDLER} takes a callback, which nodejs24.x does not support`;
    throw named('Runtime.CallbackHandlerDeprecated', message);
  }
  return handler;
}

function createContext(headers) {
  const deadlineMs = Number(headers['lambda-runtime-deadline-ms']);
  return {
    awsRequestId: currentId,
    invokedFunctionArn: headers['lambda-runtime-invoked-function-arn'],
    functionName: environment.AWS_LAMBDA_FUNCTION_NAME,
    functionVersion: environment.AWS_LAMBDA_FUNCTION_VERSION,
    memoryLimitInMB: environment.AWS_LAMBDA_FUNCTION_MEMORY_SIZE,
    logGroupName: environment.AWS_LAMBDA_LOG_GROUP_NAME,
    logStreamName: environment.AWS_LAMBDA_LOG_STREAM_NAME,
    getRemainingTimeInMillis: () => deadlineMs - realNow(),
  };
}

function moveClock(headers) {
  const standsAt = headers['tributary-clock-stands-at-ms'];
  setVirtualTime({
    offsetMs: Number(headers['tributary-clock-offset-ms']),
    standsAtMs: standsAt === undefined ? undefined : Number(standsAt),
  });
}

// what the invocation used: processor time, and the peak of the whole process so far
function usedHeaders(cpuBefore) {
  const { user, system } = process.cpuUsage(cpuBefore);
  return {
    'tributary-cpu-microseconds': user + system,
    'tributary-peak-kilobytes': process.resourceUsage().maxRSS,
  };
}

async function invoke(handler, headers, body) {
  const cpuBefore = process.cpuUsage();
  try {
    const result = JSON.stringify(await handler(JSON.parse(body), createContext(headers))) ?? 'null';
    await call('POST', `invocation/${currentId}/response`, result, usedHeaders(cpuBefore));
  } catch (error) {
    logError('Invoke Error', error);
    await reportError(`invocation/${currentId}/error`, error);
  }
}

// Lambda ends the environment after either, answering the invocation that was running
function crash(error) {
  logError('Uncaught Exception', error);
  const resource = currentId === undefined ? 'init/error' : `invocation/${currentId}/error`;
  reportError(resource, error).finally(() => process.exit(129));
}

function crashOnRejection(reason) {
  const { errorMessage } = describeError(reason);
  crash(Object.assign(named('Runtime.UnhandledPromiseRejection', errorMessage), { cause: reason }));
}

async function start() {
  installVirtualDate();
  moveClock(JSON.parse(process.argv[2]));
  if (isJson) installJsonConsole(environment.AWS_LAMBDA_LOG_LEVEL, () => currentId);
  // in the middle of an invocation too: what it still wrote would reach the next local cloud on this port
  process.stdin
    .on('close', () => process.exit(1))
    .resume()
    .unref();
  process.on('uncaughtException', crash);
  process.on('unhandledRejection', crashOnRejection);
  const handler = await loadHandler().catch(async (error) => {
    logError('Init Error', error);
    await reportError('init/error', error);
    process.exit(1);
  });
  for (;;) {
    const { headers, body } = await call('GET', 'invocation/next').catch(() => process.exit(0));
    currentId = headers['lambda-runtime-aws-request-id'];
    environment._X_AMZN_TRACE_ID = headers['lambda-runtime-trace-id'];
    moveClock(headers);
    await invoke(handler, headers, body);
  }
}

start();
