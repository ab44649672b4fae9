'use strict';

const { format } = require('node:util');

const levels = ['TRACE', 'DEBUG', 'INFO', 'WARN', 'ERROR', 'FATAL'];
const levelsByMethod = {
  trace: 'TRACE',
  debug: 'DEBUG',
  log: 'INFO',
  info: 'INFO',
  warn: 'WARN',
  error: 'ERROR',
};

function describeError(_, value) {
  if (!(value instanceof Error)) return value;
  const stackTrace = value.stack?.split('\n');
  return { errorType: value.constructor.name, errorMessage: value.message, stackTrace, ...value };
}

// Lambda's runtime for Node.js writes an object a line; loggers that write to stdout themselves pass as they are
function installJsonConsole(level, requestId) {
  for (const [method, own] of Object.entries(levelsByMethod)) {
    const isWritten = levels.indexOf(own) >= levels.indexOf(level);
    console[method] = (...parameters) => {
      if (!isWritten) return;
      const message = parameters.length === 1 ? parameters[0] : format(...parameters);
      const line = { timestamp: new Date().toISOString(), level: own, requestId: requestId(), message };
      process.stdout.write(`${JSON.stringify(line, describeError)}\n`);
    };
  }
}

module.exports = { installJsonConsole };
