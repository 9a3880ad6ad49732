'use strict';

// node hello.js SOCKET|PORT: answers every request over HTTP on that Unix socket, or on that port of loopback.
const http = require('node:http');

const BYTES = '/api/bytes/';
const bodies = new Map();

function bodyOf(count) {
  if (!bodies.has(count)) {
    bodies.set(count, Buffer.alloc(Number(count), 'x'));
  }
  return bodies.get(count);
}

function send(response, type, body) {
  response.writeHead(200, { 'Content-Type': type, 'Content-Length': Buffer.byteLength(body) });
  response.end(body);
}

function sendData(response, data) {
  send(response, 'application/json', JSON.stringify({ status: 200, message: 'OK', data }));
}

const server = http.createServer((request, response) => {
  if (request.method === 'POST') {
    let bytes = 0;
    request.on('data', piece => {
      bytes += piece.length;
    });
    request.on('end', () => sendData(response, { bytes }));
  } else if (request.url.startsWith(BYTES)) {
    send(response, 'application/octet-stream', bodyOf(request.url.slice(BYTES.length)));
  } else {
    sendData(response, { service: 'hello', text: 'A small answer, about a hundred bytes' });
  }
});
server.keepAliveTimeout = 0; // the proxy decides how long a connection is kept
const address = process.argv[2];
const place = /^\d+$/.test(address) ? { host: '127.0.0.1', port: Number(address) } : { path: address };
server.listen({ ...place, backlog: 4096 }); // a proxy may open a thousand connections at once
