'use strict';

const querystring = require('node:querystring');
const { CANCEL, CANCELLED, DATA, DRAINING, END, REFUSED, REQ, RESP } = require('./frame');
const { Content, EMPTY } = require('./content');
const { CallFailed, Cancelled } = require('./errors');
const { Inflow } = require('./inflow');
const { Outflow } = require('./outflow');

const OVERLOADED = 11;
const NOT_BEGUN = [REFUSED, DRAINING, OVERLOADED];

/** What another service answered: status, headers, header(name), body, json, bytes, stream(). */
class Reply extends Content {
  constructor(head) {
    super(head.headers);
    this.status = head.status;
  }
}

/** One request to another service: a stream that this worker opened. */
class Call {
  #worker;
  #service;
  #streaming = false;
  #inflow;
  #outflow;
  #resolve;
  #reject;
  #sent = false;
  #over = false;
  /** Resolves to a Reply. */
  reply = new Promise((resolve, reject) => {
    this.#resolve = resolve;
    this.#reject = reject;
  });

  constructor(worker, stream, service) {
    this.#worker = worker;
    this.#service = service;
    this.#inflow = new Inflow(worker.connection, stream);
    this.#outflow = new Outflow(worker.connection, stream, worker.credit);
    this.stream = stream;
  }

  begin(options = {}, parent) {
    const { handler, timeout, streaming } = options;
    const body = options.json === undefined ? options.body ?? EMPTY : JSON.stringify(options.json);
    const head = {
      service: this.#service,
      method: options.method ?? (body === EMPTY ? 'GET' : 'POST'),
      path: options.path ?? '/',
      query: typeof options.query === 'string' ? options.query : querystring.stringify(options.query),
      headers: options.json === undefined ? options.headers ?? {} : { 'content-type': 'application/json', ...options.headers },
      handler,
      parent,
      timeout_ms: timeout,
    };
    this.#streaming = streaming === true;
    this.#send(JSON.stringify(head), body);
  }

  #send(head, body) {
    const { connection } = this.#worker;
    const isWhole = typeof body === 'string' || body instanceof Uint8Array;
    if (isWhole && this.#outflow.rides(Buffer.byteLength(body))) {
      connection.send(REQ, END, this.stream, head, body);
      this.#sent = true;
      return;
    }
    connection.send(REQ, 0, this.stream, head);
    this.#outflow.sendAll(isWhole ? [body] : body).then(
      () => (this.#sent = true),
      failure => this.#giveUp(failure),
    );
  }

  /** A frame of this stream. */
  hear(type, flags, arg, payload) {
    if (type === RESP) {
      this.#answered(JSON.parse(payload.toString('utf8', 0, arg)));
      this.#push(flags, payload.subarray(arg));
    } else if (type === DATA) {
      this.#push(flags, payload);
    } else if (type === CANCEL) {
      const reason = payload.toString() || `broken off with code ${arg}`;
      this.#fail(new CallFailed(this.#service, reason, NOT_BEGUN.includes(arg)));
    }
  }

  grant(count) {
    this.#outflow.grant(count);
  }

  /** Nobody waits for the request any more that it was made for. */
  abandon() {
    this.#giveUp(new Cancelled('nobody waits for this answer any more'));
  }

  #giveUp(failure) {
    if (!this.#over) {
      this.#worker.connection.send(CANCEL, 0, this.stream, '', '', CANCELLED);
      this.#fail(failure);
    }
  }

  #answered(head) {
    const reply = new Reply(head);
    Content.connect(reply, this.#inflow);
    if (this.#streaming) {
      this.#resolve(reply);
    } else {
      reply.read().then(() => this.#resolve(reply), this.#reject);
    }
  }

  #push(flags, piece) {
    this.#inflow.push(piece, (flags & END) !== 0);
    if (this.#inflow.ended) {
      if (!this.#sent) {
        this.#worker.connection.send(CANCEL, 0, this.stream, '', '', CANCELLED);
      }
      this.#close(new Cancelled('the service has answered without reading the whole request'));
    }
  }

  #fail(failure) {
    this.#inflow.fail(failure);
    this.#reject(failure);
    this.#close(failure);
  }

  #close(reason) {
    this.#over = true;
    this.#outflow.fail(reason);
    this.#worker.over(this);
  }
}

module.exports = { Call };
