'use strict';

const { AsyncLocalStorage } = require('node:async_hooks');
const { Console } = require('node:console');

/** Knows, wherever code was called from, which exchange it works on. */
const current = new AsyncLocalStorage();

/** Makes each line of the console begin with the id of the request that it was written for. */
function prefixConsole() {
  globalThis.console = new Console({
    stdout: prefixed(process.stdout),
    stderr: prefixed(process.stderr),
    ignoreErrors: false,
  });
}

function prefixed(stream) {
  return {
    write(text) {
      const exchange = current.getStore();
      stream.write(exchange === undefined ? text : lines(exchange.id, text));
    },
  };
}

function lines(id, text) {
  return text.replace(/^(?=[^])/gm, () => `[${id}] `);
}

module.exports = { current, prefixConsole };
