'use strict';

const {
  CANCEL, DRAIN, DRAINING, EVENT, HEADER, HELLO, MAX_PAYLOAD, ONEWAY, OPTIONAL, PING, PONG, REQ,
  RESP, WINDOW,
} = require('./frame');
const { Call } = require('./call');
const { Connection } = require('./connection');
const { EMPTY } = require('./content');
const { Disconnected } = require('./errors');
const { Exchange } = require('./exchange');
const { LoadedFiles } = require('./files');
const { CREDIT } = require('./inflow');
const { current, prefixConsole } = require('./log');

const MAX_STREAMS = 256;
const LEAVE_MILLIS = 2000;
const LOOK_FOR_FILES_MILLIS = 1000;
/** Names in one EVENT: well below the longest payload of a frame without a body. */
const FILES_IN_EVENT = 100;

/** Answers the gateway's requests with a service, many at a time, for as long as the connection lasts. */
class Worker {
  #service;
  #files = new LoadedFiles();
  #exchanges = new Map();
  #calls = new Map();
  #helloHeard = false;
  #lastStream = 0;
  #lastCall = 0;
  #draining = false;
  #drainSaid = false;
  #gatewayKnows = false;
  #exitCode = 0;
  #exit;

  constructor(service) {
    this.#service = service;
    /** How much of a body may be sent before the gateway gives more credit. */
    this.credit = Infinity;
    this.connection = null;
  }

  /** @returns {Promise<number>} the exit code of the process, when the conversation is over */
  run(address) {
    prefixConsole();
    process.on('SIGTERM', () => this.#drain());
    process.on('uncaughtException', failure => this.#uncaught(failure));
    return new Promise(resolve => {
      this.#exit = resolve;
      this.connection = new Connection(
        address,
        (bytes, start, end) => this.#receive(bytes, start, end),
        reason => this.#closed(reason),
      );
      this.#hello();
    });
  }

  /** Asks another service; `parent` is the stream of the request that is worked on, `calls` what that one has under way. */
  call(service, options, parent, calls) {
    do {
      this.#lastCall = (this.#lastCall + 2) % 2 ** 32 || 2;
    } while (this.#calls.has(this.#lastCall));
    const call = new Call(this, this.#lastCall, service);
    this.#calls.set(call.stream, call);
    if (calls !== undefined) {
      calls.add(call);
      const forget = () => calls.delete(call);
      call.reply.then(forget, forget);
    }
    call.begin(options, parent);
    return call.reply;
  }

  /** Nothing more will be sent or received for an exchange or a call. */
  over({ stream }) {
    (stream % 2 === 1 ? this.#exchanges : this.#calls).delete(stream);
    this.#leaveIfDone();
  }

  #hello() {
    const { BIGHAMMER_SERVICE, BIGHAMMER_INSTANCE, BIGHAMMER_GENERATION, BIGHAMMER_TOKEN } = process.env;
    const hello = {
      proto: [1, 1],
      service: BIGHAMMER_SERVICE ?? '',
      instance: Number(BIGHAMMER_INSTANCE ?? 0),
      generation: Number(BIGHAMMER_GENERATION ?? 0),
      pid: process.pid,
      token: BIGHAMMER_TOKEN ?? '',
      lang: `node ${process.versions.node}`,
      sdk: '1',
      max_streams: MAX_STREAMS,
      max_frame: MAX_PAYLOAD,
      window: CREDIT,
    };
    // The token is good once; what the service starts itself has no use for it.
    delete process.env.BIGHAMMER_TOKEN;
    this.connection.send(HELLO, 0, 0, JSON.stringify(hello), '', 0);
  }

  #receive(bytes, start, end) {
    const type = bytes[start + 1];
    const flags = bytes[start + 2];
    const stream = bytes.readUInt32BE(start + 4);
    const arg = bytes.readUInt32BE(start + 12);
    if (!this.#helloHeard) {
      this.#welcome(type, bytes.toString('utf8', start + HEADER, end));
    } else if (type === REQ) {
      this.#request(stream, flags, bytes, start + HEADER, arg, end);
    } else if (type >= RESP && type <= WINDOW && stream !== 0) {
      const heard = (stream % 2 === 1 ? this.#exchanges : this.#calls).get(stream);
      if (type === WINDOW) {
        heard?.grant(arg);
      } else {
        heard?.hear(type, flags, arg, Buffer.from(bytes.subarray(start + HEADER, end)));
      }
    } else {
      this.#control(type, arg, bytes.toString('utf8', start + HEADER, end));
    }
  }

  #welcome(type, payload) {
    if (type !== HELLO) {
      throw new Disconnected(`the gateway refuses this worker: ${payload || 'it did not say HELLO'}`);
    }
    this.#helloHeard = true;
    // A gateway that gives no credit reads at its own speed, and lets the socket hold us up.
    this.credit = JSON.parse(payload).window || Infinity;
    this.#tellFiles(this.#files.begin(this.#service.file));
    setInterval(() => this.#tellFiles(this.#files.more()), LOOK_FOR_FILES_MILLIS).unref();
  }

  #request(stream, flags, bytes, start, headLength, end) {
    const bodyStart = start + headLength;
    if (stream % 2 === 0 || this.#exchanges.has(stream)) {
      throw new Disconnected(`the gateway sent a request that is none, on stream ${stream}`);
    }
    if (this.#drainSaid) {
      this.connection.send(CANCEL, 0, stream, 'this worker is about to end', '', DRAINING);
      return;
    }
    const head = JSON.parse(bytes.toString('utf8', start, bodyStart));
    this.#lastStream = stream;
    const first = bodyStart === end ? EMPTY : Buffer.from(bytes.subarray(bodyStart, end));
    const exchange = new Exchange(this, stream, flags, head, first);
    this.#exchanges.set(stream, exchange);
    exchange.run(this.#service);
  }

  #control(type, arg, payload) {
    if (type === PING) {
      const pong = { rss: process.memoryUsage.rss(), in_flight: this.#exchanges.size };
      this.connection.send(PONG, 0, 0, JSON.stringify(pong), '', arg);
    } else if (type === DRAIN) {
      this.#draining = this.#gatewayKnows = true;
      this.#leaveIfDone();
    } else if (type === CANCEL) {
      throw new Disconnected(`the gateway breaks off: ${payload}`);
    }
    // PONG and EVENT say nothing to a worker, nor do types of tomorrow that may be passed over.
  }

  /** Takes no new requests; what runs is finished. */
  #drain() {
    this.#draining = true;
    this.#sayDrain();
    this.#leaveIfDone();
  }

  #sayDrain() {
    if (!this.#drainSaid) {
      this.#drainSaid = true;
      this.connection.send(DRAIN, 0, 0, '', '', this.#lastStream);
    }
  }

  #leaveIfDone() {
    if (!this.#draining || this.#exchanges.size > 0) {
      return;
    }
    this.#sayDrain();
    if (this.#gatewayKnows) {
      this.connection.end();
    } else {
      // The gateway may be sending the next request; it is heard, and sent back, until the gateway knows.
      setTimeout(() => this.connection.end(), LEAVE_MILLIS);
    }
  }

  #closed(reason) {
    if (!this.#draining || this.#exchanges.size > 0) {
      console.error(reason instanceof Disconnected ? reason.message : reason);
      this.#exitCode = 1;
    }
    this.#exit(this.#exitCode);
  }

  /** An error that nobody caught: its request fails, the others are finished, and a new worker takes over. */
  #uncaught(failure) {
    const exchange = current.getStore();
    if (exchange === undefined) {
      console.error(failure);
    } else {
      exchange.fail(failure);
    }
    this.#exitCode = 1;
    this.#drain();
  }

  #tellFiles(files) {
    for (let i = 0; i < files.length; i += FILES_IN_EVENT) {
      this.connection.send(EVENT, ONEWAY | OPTIONAL, 0, JSON.stringify({ files: files.slice(i, i + FILES_IN_EVENT) }), '', 0);
    }
  }
}

module.exports = { Worker };
