'use strict';

const { CANCEL, CANCELLED, DATA, END, INTERNAL, MSG, RESP, UPGRADE } = require('./frame');
const { Answer } = require('./answer');
const { Content } = require('./content');
const { Cancelled, TooLarge } = require('./errors');
const { Inflow } = require('./inflow');
const { current } = require('./log');
const { Messages } = require('./messages');
const { Outflow } = require('./outflow');
const { Request } = require('./request');

/** One request and its answer: a stream that the gateway opened. */
class Exchange {
  #worker;
  #head;
  #inflow = null;
  #outflow;
  #messages = null;
  #abort = null;
  #calls = null;
  #requestEnded;
  #begun = false;
  #answerEnded = false;
  #cancelled = false;

  constructor(worker, stream, flags, head, first) {
    this.#worker = worker;
    this.#head = head;
    this.#requestEnded = (flags & END) !== 0;
    this.#outflow = new Outflow(worker.connection, stream, worker.credit);
    this.stream = stream;
    this.upgrade = (flags & UPGRADE) !== 0;
    this.request = new Request(head, this);
    if (this.#requestEnded && !this.upgrade) {
      Content.fill(this.request, first);
    } else {
      this.#inflow = new Inflow(worker.connection, stream);
      this.#inflow.push(first, this.#requestEnded);
      Content.connect(this.request, this.#inflow);
    }
  }

  get id() {
    return this.request.id;
  }

  get signal() {
    if (this.#abort === null) {
      this.#abort = new AbortController();
      if (this.#cancelled) {
        this.#abort.abort(left());
      }
    }
    return this.#abort.signal;
  }

  run(service) {
    const name = this.#head.target ?? 'handle';
    const target = service.target(name);
    if (target === undefined) {
      current.run(this, () => console.error(`404: the service has no public method ${name}`));
      this.#send(Answer.envelope(404));
    } else if (this.#inflow === null || this.upgrade || target.streaming) {
      this.#ask(target.answer);
    } else {
      this.request.read().then(
        () => this.#ask(target.answer),
        failure => this.#failed(failure),
      );
    }
  }

  call(service, options) {
    this.#calls ??= new Set();
    return this.#worker.call(service, options, this.stream, this.#calls);
  }

  /** What the handler threw, or an error that nobody caught while this was worked on. */
  fail(failure) {
    this.complain(failure);
    if (this.#begun) {
      // The head is out: breaking off is the only way left to say that it failed.
      this.breakOff(INTERNAL);
    } else {
      this.#send(Answer.envelope(500));
    }
  }

  complain(failure) {
    const { method, path } = this.request;
    current.run(this, () => console.error(`${method} ${path}:`, failure));
  }

  /** A frame of this stream that came after the request's head. */
  hear(type, flags, arg, payload) {
    if (type === CANCEL) {
      this.#cancel();
    } else if (this.#messages !== null && (type === MSG || type === DATA)) {
      this.#messages.hear(type, flags, arg, payload);
    } else if (type === DATA && this.#inflow !== null) {
      this.#inflow.push(payload, (flags & END) !== 0);
      this.requestEnded(flags);
    }
  }

  grant(count) {
    this.#outflow.grant(count);
  }

  requestEnded(flags = END) {
    if ((flags & END) !== 0) {
      this.#requestEnded = true;
      this.#close();
    }
  }

  answerEnded() {
    this.#answerEnded = true;
    this.#inflow?.drop();
    this.#close();
  }

  /** Ends both directions before their time; whoever waits for something of it gets to know. */
  breakOff(code) {
    if (this.#answerEnded && this.#requestEnded) {
      return;
    }
    const reason = left();
    this.#inflow?.fail(reason);
    this.#outflow.fail(reason);
    this.#worker.connection.send(CANCEL, 0, this.stream, '', '', code);
    this.#requestEnded = true;
    this.answerEnded();
    current.run(this, () => this.#abort?.abort(reason));
    this.#calls?.forEach(call => call.abandon());
  }

  #ask(answer) {
    let value;
    try {
      value = current.run(this, answer, this.request);
    } catch (failure) {
      this.#failed(failure);
      return;
    }
    if (typeof value?.then === 'function') {
      value.then(
        result => this.#answer(result),
        failure => this.#failed(failure),
      );
    } else {
      this.#answer(value);
    }
  }

  #failed(failure) {
    if (this.#cancelled) {
      // That it was given up is no failure of the handler.
      return;
    }
    if (failure instanceof TooLarge && !this.#begun) {
      this.#send(Answer.envelope(413));
    } else {
      this.fail(failure);
    }
  }

  #answer(value) {
    // It may have failed already, by an error that nobody caught.
    if (this.#cancelled || this.#answerEnded) {
      return;
    }
    if (this.upgrade && typeof value?.message === 'function') {
      this.#talk(value);
      return;
    }
    // An ordinary answer to a request for messages refuses it; nothing more will come.
    this.#requestEnded ||= this.upgrade;
    let answer;
    try {
      answer = Answer.of(value);
    } catch (failure) {
      this.#failed(failure);
      return;
    }
    this.#send(answer);
  }

  #talk(listener) {
    let head;
    try {
      head = Answer.head(101, listener.headers);
    } catch (failure) {
      this.#failed(failure);
      return;
    }
    this.#begun = true;
    this.#messages = new Messages(this, listener, this.#worker.connection, this.#inflow, this.#outflow);
    this.#messages.open(head);
  }

  #send(answer) {
    if (this.#answerEnded) {
      return;
    }
    const { head, body, pieces } = this.request.method === 'HEAD' ? answer.withoutBody() : answer;
    if (pieces !== null) {
      current.run(this, () => this.#sendPieces(head, pieces));
    } else if (this.#outflow.rides(typeof body === 'string' ? Buffer.byteLength(body) : body.length)) {
      this.#worker.connection.send(RESP, END, this.stream, head, body);
      this.answerEnded();
    } else {
      this.#sendPieces(head, [body]);
    }
  }

  async #sendPieces(head, pieces) {
    const source = pieces[Symbol.asyncIterator]?.() ?? pieces[Symbol.iterator]();
    // A stream that is waited for ends at once when nobody wants it any more; a generator at its next yield.
    const abandon = () => pieces.destroy?.();
    try {
      this.signal.addEventListener('abort', abandon);
      // Run to its first piece, so that what fails at once is still a 500.
      const first = await source.next();
      if (this.#answerEnded) {
        throw left();
      }
      this.#worker.connection.send(RESP, 0, this.stream, head);
      this.#begun = true;
      await this.#outflow.sendAll(from(first, source));
      this.answerEnded();
    } catch (failure) {
      await Promise.resolve(source.return?.()).catch(() => {});
      if (!this.#answerEnded) {
        this.#failed(failure);
      }
    }
  }

  #cancel() {
    if (!this.#answerEnded || !this.#requestEnded) {
      this.#cancelled = true;
      this.#messages?.lost();
      this.breakOff(CANCELLED);
    }
  }

  #close() {
    if (this.#requestEnded && this.#answerEnded) {
      this.#worker.over(this);
    }
  }
}

async function* from(first, source) {
  try {
    for (let next = first; !next.done; next = await source.next()) {
      yield next.value;
    }
  } finally {
    await source.return?.();
  }
}

function left() {
  return new Cancelled('nobody waits for this answer any more');
}

module.exports = { Exchange };
