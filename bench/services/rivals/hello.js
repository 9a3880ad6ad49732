'use strict';

// node hello.js SOCKET: answers every request over HTTP on that Unix socket.
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
server.keepAliveTimeout = 0; // nginx decides how long a connection is kept
server.listen(process.argv[2]);
