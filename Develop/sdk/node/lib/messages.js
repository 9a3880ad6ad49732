'use strict';

const { DATA, END, INTERNAL, MORE, MSG, RESP, TEXT, UPGRADE } = require('./frame');
const { Cancelled } = require('./errors');
const { current } = require('./log');

/** WebSocket's codes for an end in order, without a word, and by an error of the service. */
const NORMAL = 1000;
const GONE = 1006;
const BROKEN = 1011;
/** Instead of a code: the connection goes on in another worker. */
const HANDED_OVER = 0;
const LONGEST_REASON = 123;

/**
 * A WebSocket that a handler has taken. What the listener does is done in the order in which it came: open(connection),
 * message(connection, message) for each message, and at the end close(connection, code, reason), or handOver(connection) when
 * this worker is to end and another one goes on.
 */
class Messages {
  #exchange;
  #listener;
  #connection;
  #inflow;
  #outflow;
  /** Resolves when the listener has dealt with all that was heard. */
  #heard = Promise.resolve();
  /** Resolves when all that was sent has left. */
  #sent = Promise.resolve();
  #fragments = [];
  /** The code and the reason of our own end. */
  #end = null;
  #gone = false;
  #told = false;

  constructor(exchange, listener, connection, inflow, outflow) {
    this.#exchange = exchange;
    this.#listener = listener;
    this.#connection = connection;
    this.#inflow = inflow;
    this.#outflow = outflow;
  }

  /** The request that it began with. */
  get request() {
    return this.#exchange.request;
  }

  /** The same for as long as the client is connected, in each worker that holds it. */
  get id() {
    return this.request.connection;
  }

  /** Whether another worker held it before. */
  get resumed() {
    return this.request.resumed;
  }

  /** Whether nothing can be sent any more from here. */
  get closed() {
    return this.#end !== null || this.#gone;
  }

  /**
   * Sends a message: a string as text, bytes as they are, anything else as JSON.
   *
   * @returns {Promise<boolean>} resolves when it has left, to false when there is nobody to send it to; who sends much waits
   */
  send(message) {
    if (this.closed) {
      return Promise.resolve(false);
    }
    const binary = message instanceof Uint8Array;
    const bytes = binary ? message : Buffer.from(typeof message === 'string' ? message : JSON.stringify(message));
    const sending = this.#sent.then(() => this.#send(binary ? 0 : TEXT, bytes));
    this.#sent = sending;
    return sending;
  }

  /** Closes the WebSocket when what was sent before has left. */
  close(code = NORMAL, reason = '') {
    if (!isCode(code)) {
      throw new RangeError(`a WebSocket is closed with 1000 to 1003, 1007 to 1014 or 3000 to 4999, not ${code}`);
    }
    if (Buffer.byteLength(reason) > LONGEST_REASON) {
      throw new RangeError(`a reason has at most ${LONGEST_REASON} bytes, not ${Buffer.byteLength(reason)}`);
    }
    this.#finish(code, reason);
  }

  /** For the SDK: takes it. */
  open(head) {
    this.#connection.send(RESP, UPGRADE, this.#exchange.stream, head);
    this.#then(() => this.#listener.open?.(this));
  }

  /** For the SDK: a frame from the gateway. */
  hear(type, flags, code, payload) {
    if (type === MSG) {
      this.#message(flags, payload);
    } else if ((flags & END) !== 0) {
      this.#ended(code, payload.toString());
    }
  }

  /** For the SDK: the gateway has broken off. */
  lost() {
    this.#end = { code: GONE, reason: '' };
    this.#then(() => this.#tellClosed(this.#end));
  }

  async #send(flags, bytes) {
    try {
      await this.#outflow.sendMessage(flags, bytes);
      return true;
    } catch {
      // The client has left: that is no error of who sends.
      return false;
    }
  }

  #message(flags, payload) {
    this.#fragments.push(payload);
    if ((flags & MORE) !== 0) {
      this.#inflow.consumed(payload.length);
      return;
    }
    const bytes = this.#fragments.length === 1 ? payload : Buffer.concat(this.#fragments);
    const message = (flags & TEXT) === 0 ? bytes : bytes.toString();
    this.#fragments = [];
    this.#then(async () => {
      if (this.#end === null) {
        await this.#listener.message(this, message);
      }
      this.#inflow.consumed(payload.length);
    });
  }

  #ended(code, reason) {
    const handsOver = code === HANDED_OVER;
    if (!handsOver) {
      this.#gone = true;
      // Nobody takes what waits for credit.
      this.#outflow.fail(new Cancelled('the client has gone'));
    }
    this.#then(() => {
      if (handsOver && this.#end === null) {
        this.#told = true;
        return this.#listener.handOver?.(this);
      }
      return this.#tellClosed(handsOver ? this.#end : { code, reason });
    });
    // Also when the listener has failed meanwhile.
    this.#heard.then(() => {
      this.#finish(handsOver ? HANDED_OVER : NORMAL, '');
      this.#exchange.requestEnded();
    });
  }

  #finish(code, reason) {
    if (this.#end === null) {
      this.#end = { code, reason };
      this.#sent.then(() => {
        this.#connection.send(DATA, END, this.#exchange.stream, '', reason, code);
        this.#exchange.answerEnded();
      });
    }
  }

  /** One after the other, in the order in which they came. */
  #then(step) {
    this.#heard = this.#heard
      .then(() => current.run(this.#exchange, step))
      .catch(failure => {
        this.#exchange.complain(failure);
        if (this.#end === null) {
          this.#end = { code: BROKEN, reason: '' };
          this.#exchange.breakOff(INTERNAL);
        }
        return this.#tellClosed(this.#end);
      })
      .catch(failure => this.#exchange.complain(failure));
  }

  #tellClosed({ code, reason }) {
    if (!this.#told) {
      this.#told = true;
      return this.#listener.close?.(this, code, reason);
    }
  }
}

function isCode(code) {
  return (
    Number.isInteger(code) &&
    ((code >= 1000 && code <= 1003) || (code >= 1007 && code <= 1014) || (code >= 3000 && code <= 4999))
  );
}

module.exports = { Messages };
