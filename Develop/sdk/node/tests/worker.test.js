'use strict';

const assert = require('node:assert/strict');
const { test } = require('node:test');
const Frame = require('../lib/frame');
const { Gateway } = require('./gateway');

function worker(name, body, window) {
  test(name, async () => {
    const gateway = await Gateway.start('values.js', window);
    try {
      await body(gateway);
    } finally {
      await gateway.close();
    }
  });
}

worker('an error that nobody caught fails its request, and the others are finished by a worker that ends', async gateway => {
  const waiting = gateway.ask('/wait');
  const failing = gateway.ask('/uncaught');
  assert.equal((await gateway.answer(failing)).status, 500);
  const trace = `[r${failing}] GET /uncaught: Error: nobody caught this`;
  await gateway.until('the trace is in the log', () => gateway.errors.includes(trace));
  assert.equal((await gateway.receive('DRAIN')).arg, failing);
  const late = gateway.ask('/hello');
  assert.equal((await gateway.receive('CANCEL', late)).arg, Frame.DRAINING);
  gateway.send('CANCEL', 0, waiting, '', '', Frame.CANCELLED);
  gateway.send('DRAIN', 0, 0, '');
  assert.equal(await gateway.exit, 1);
});

worker('an error that nobody caught is in the log, also when its request has been answered', async gateway => {
  assert.equal((await gateway.answer(gateway.ask('/late'))).body, 'in time');
  await gateway.until('the trace is in the log', () => gateway.errors.includes('[r1] GET /late: Error: after the answer'));
});

worker('an error that nobody caught breaks off an answer that has begun', async gateway => {
  const stream = gateway.ask('/torn');
  await gateway.answer(stream);
  assert.equal((await gateway.receive('CANCEL', stream)).arg, Frame.INTERNAL);
});

worker('a handler hears that nobody waits any more', async gateway => {
  const stream = gateway.ask('/signal');
  gateway.send('CANCEL', 0, stream, '', '', Frame.CANCELLED);
  assert.equal((await gateway.receive('CANCEL', stream)).arg, Frame.CANCELLED);
  await gateway.until('it was aborted', () => gateway.output.includes(`[r${stream}] aborted: nobody waits`));
});

worker('requests that wait do not hold up others', async gateway => {
  const waiting = gateway.ask('/wait');
  assert.equal((await gateway.answer(gateway.ask('/go?id=r1'))).status, 204);
  assert.equal((await gateway.answer(waiting)).body, 'gone on');
});

worker('a call outside of a request names no parent', async gateway => {
  const stream = gateway.ask('/outside');
  const { stream: call, payload } = await gateway.receive('REQ');
  const head = JSON.parse(payload);
  assert.equal(head.service, 'inventory');
  assert.equal(head.parent, undefined);
  gateway.send('RESP', Frame.END, call, '{"status":200,"headers":{}}', 'in stock');
  assert.equal((await gateway.answer(stream)).body, 'in stock');
});

worker('a service that answers before it has read the request is sent no more of it', async gateway => {
  const stream = gateway.ask('/upload');
  const { stream: call } = await gateway.receive('REQ');
  await gateway.receive('DATA', call);
  gateway.send('RESP', Frame.END, call, '{"status":200,"headers":{}}', 'enough');
  assert.equal((await gateway.receive('CANCEL', call)).arg, Frame.CANCELLED);
  assert.equal((await gateway.answer(stream)).body, 'enough');
});

worker('a body that is too long for memory is a 413', async gateway => {
  const stream = gateway.ask('/length', '', 0);
  const piece = Buffer.alloc(Frame.PIECE);
  for (let sent = 0; sent <= 64 << 20; sent += piece.length) {
    gateway.send('DATA', 0, stream, '', piece, 0);
  }
  assert.equal((await gateway.answer(stream)).status, 413);
});

worker('a worker that is told to end says so at once, and ends when it is heard', async gateway => {
  gateway.process.kill('SIGTERM');
  await gateway.receive('DRAIN');
  gateway.send('DRAIN', 0, 0, '');
  assert.equal(await gateway.exit, 0);
});
