'use strict';

const bodies = new Map();

function bodyOf(count) {
  if (!bodies.has(count)) {
    bodies.set(count, Buffer.alloc(Number(count), 'x'));
  }
  return bodies.get(count);
}

module.exports = {
  streaming: ['upload'],

  handle() {
    return { status: 200, data: { service: 'hello', text: 'A small answer, about a hundred bytes' } };
  },

  bytes(request) {
    const headers = { 'Content-Type': 'application/octet-stream' };
    return { status: 200, headers, body: bodyOf(request.params.count) };
  },

  async upload(request) {
    let bytes = 0;
    for await (const piece of request.stream()) {
      bytes += piece.length;
    }
    return { status: 200, data: { bytes } };
  },

  echo() {
    return { message: (connection, message) => connection.send(message) };
  },
};
