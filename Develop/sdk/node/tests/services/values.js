'use strict';

const sdk = require('../..');

const waits = new Map();

/** What the tests of the worker ask for. */
exports.handle = request => answers[request.path](request);

const answers = {
  '/hello': () => 'hello',
  '/uncaught': () => {
    setImmediate(() => {
      throw new Error('nobody caught this');
    });
    return new Promise(() => {});
  },
  '/late': () => {
    setImmediate(() => {
      throw new Error('after the answer');
    });
    return 'in time';
  },
  '/torn': async function* () {
    yield 'begun';
    setImmediate(() => {
      throw new Error('beside the generator');
    });
    await new Promise(() => {});
  },
  '/wait': ({ id }) => new Promise(resolve => waits.set(id, resolve)),
  '/go': ({ query }) => waits.get(query.id)('gone on'),
  '/signal': ({ signal }) =>
    new Promise(() => signal.addEventListener('abort', () => console.log(`aborted: ${signal.reason.message}`))),
  '/outside': async () => (await sdk.call('inventory')).body,
  '/upload': async request => {
    const endless = (async function* () {
      while (true) {
        yield 'x'.repeat(1000);
        await new Promise(setImmediate);
      }
    })();
    return (await request.call('inventory', { body: endless })).body;
  },
  '/length': ({ body }) => ({ length: body.length }),
};
