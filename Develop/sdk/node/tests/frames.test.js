'use strict';

const assert = require('node:assert/strict');
const fs = require('node:fs');
const net = require('node:net');
const os = require('node:os');
const path = require('node:path');
const { test } = require('node:test');
const { Connection } = require('../lib/connection');
const Frame = require('../lib/frame');
const { FrameReader } = require('../lib/frame-reader');

const { frames, malformed } = JSON.parse(fs.readFileSync(path.join(__dirname, '../../../../tests/conformance/vectors.json')));
const FLAGS = { ...Frame, IDEMPOTENT: 0x20 };

function read(chunks) {
  const found = [];
  const reader = new FrameReader((bytes, start, end) => found.push(Buffer.from(bytes.subarray(start, end))));
  chunks.forEach(chunk => reader.read(chunk));
  return found;
}

/** Gives back what is sent over a connection that is open. */
async function written(use) {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'bhn'));
  const door = net.createServer();
  await new Promise(resolve => door.listen(path.join(folder, 'door'), resolve));
  const accepted = new Promise(resolve => door.once('connection', resolve));
  const connection = new Connection(path.join(folder, 'door'), () => {}, () => {});
  connection.send(Frame.PING, 0, 0, '');
  const socket = await accepted;
  await new Promise(resolve => socket.once('data', resolve));
  const chunks = [];
  socket.on('data', chunk => chunks.push(chunk));
  const ended = new Promise(resolve => socket.on('end', resolve));
  use(connection);
  connection.end();
  await ended;
  door.close();
  fs.rmSync(folder, { recursive: true });
  return chunks;
}

for (const { name, bytes } of frames) {
  test(`read, however it is torn: ${name}`, () => {
    const whole = Buffer.from(bytes, 'hex');
    for (let size = 1; size <= whole.length; size += 1 + (size >> 3)) {
      const chunks = [];
      for (let at = 0; at < whole.length; at += size) {
        chunks.push(whole.subarray(at, at + size));
      }
      assert.deepEqual(read(chunks), [whole]);
    }
  });
}

test('many frames are read from one chunk', () => {
  const all = frames.map(({ bytes }) => Buffer.from(bytes, 'hex'));
  assert.deepEqual(read([Buffer.concat(all)]), all);
  const torn = Buffer.concat(all);
  assert.deepEqual(read([torn.subarray(0, 300), torn.subarray(300, 301), torn.subarray(301)]), all);
});

for (const { name, bytes } of malformed) {
  test(`refused: ${name}`, () => {
    assert.throws(() => read([Buffer.from(bytes, 'hex')]), { name: 'Disconnected' });
  });
}

test('frames are written as the vectors say, and sixteen of one turn in one write', async t => {
  const write = t.mock.method(net.Socket.prototype, 'write');
  const known = frames.filter(({ ignored }) => !ignored);
  const chunks = await written(connection => {
    for (const { bytes, type, flags, stream, arg } of known) {
      const payload = Buffer.from(bytes, 'hex').subarray(Frame.HEADER);
      const isHead = type === 'REQ' || type === 'RESP' ? arg : 0;
      const bits = flags.reduce((all, flag) => all | FLAGS[flag], 0);
      connection.send(Frame[type], bits, stream, payload.toString('utf8', 0, isHead), payload.subarray(isHead), arg);
    }
  });
  assert.equal(Buffer.concat(chunks).toString('hex'), known.map(({ bytes }) => bytes).join(''));
  const writes = write.mock.calls.filter(({ arguments: [chunk] }) => chunk[0] === Frame.MAGIC);
  // One before it, by which the connection was opened.
  assert.equal(writes.length, 1 + Math.ceil(known.length / 16));
});

test('a frame that is longer than a batch is written whole', async () => {
  const long = 'ü'.repeat(300_000);
  const chunks = await written(connection => {
    connection.send(Frame.DATA, 0, 1, '', 'before');
    connection.send(Frame.DATA, 0, 1, '', long);
    connection.send(Frame.DATA, 0, 1, '', 'after');
  });
  const payloads = read(chunks).map(frame => frame.toString('utf8', Frame.HEADER));
  assert.deepEqual(payloads, ['before', long, 'after']);
});
