'use strict';

// node hello.js SOCKET|PORT: answers every request over HTTP on that Unix socket, or on that port of loopback.
const http = require('node:http');

const server = http.createServer((request, response) => {
  const answer = JSON.stringify({
    status: 200,
    message: 'OK',
    data: { service: 'hello', text: 'A small answer, about a hundred bytes' },
  });
  response.writeHead(200, { 'Content-Type': 'application/json', 'Content-Length': Buffer.byteLength(answer) });
  response.end(answer);
});
server.keepAliveTimeout = 0; // the proxy decides how long a connection is kept
const address = process.argv[2];
server.listen(/^\d+$/.test(address) ? { host: '127.0.0.1', port: Number(address) } : { path: address });
