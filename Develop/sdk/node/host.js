'use strict';

/*
 * Started by the gateway for each worker of a JavaScript service:
 *
 *     node host.js /path/of/service.js
 *
 * Loads the service, connects to the workers' door and answers requests until the gateway ends the connection.
 */

const path = require('node:path');
const { NoService, Service } = require('./lib/service');
const { Worker } = require('./lib/worker');

async function main(file) {
  let service;
  try {
    // Before HELLO, so that a service that does not load is never given a request.
    service = await Service.load(path.resolve(file));
  } catch (failure) {
    console.error(failure instanceof NoService ? failure.message : failure);
    process.exit(1);
  }
  if (process.env.BIGHAMMER_SOCKET === undefined) {
    console.log(`${file} is a service: it loads, and serves when the gateway starts it.`);
    process.exit(0);
  }
  const worker = new Worker(service);
  require('./index').worker = worker;
  process.exit(await worker.run(process.env.BIGHAMMER_SOCKET));
}

if (process.argv.length === 3) {
  main(process.argv[2]);
} else {
  console.error('usage: node host.js /path/of/service.js');
  process.exitCode = 2;
}
