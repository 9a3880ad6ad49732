'use strict';

const { DATA, END, INTERNAL, MORE, MSG, RESP, TEXT, UPGRADE } = require('./frame');
const { current } = require('./log');

/** WebSocket's codes for an end in order, without a word, and by an error of the service. */
const NORMAL = 1000;
const GONE = 1006;
const BROKEN = 1011;
const GRANTED = '{"status":101,"headers":{}}';

/** A connection that a handler has accepted: messages both ways until one side closes it. */
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
  #closing = false;
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

  get closed() {
    return this.#closing;
  }

  /**
   * Sends a message: a string as text, bytes as they are, anything else as JSON.
   *
   * @returns {Promise<boolean>} resolves when it has left, to false when the connection was closed before; who sends much waits
   */
  send(message) {
    const binary = message instanceof Uint8Array;
    const text = typeof message === 'string' ? message : JSON.stringify(message);
    const bytes = binary ? message : Buffer.from(text);
    const sending = this.#closing ? Promise.resolve(false) : this.#sent.then(() => this.#send(binary ? 0 : TEXT, bytes));
    this.#sent = sending;
    return sending;
  }

  /** Closes the connection when what was sent before has left; the code is one of WebSocket. */
  close(code = NORMAL) {
    if (!this.#closing) {
      this.#closing = true;
      this.#sent.then(() => {
        this.#connection.send(DATA, END, this.#exchange.stream, '', '', code);
        this.#exchange.answerEnded();
      });
    }
  }

  open() {
    this.#connection.send(RESP, UPGRADE, this.#exchange.stream, GRANTED);
    this.#then(() => this.#listener.open?.(this));
  }

  /** For the SDK: a frame from the gateway. */
  hear(type, flags, code, payload) {
    const ends = (flags & END) !== 0;
    if (type === MSG && (payload.length > 0 || !ends)) {
      this.#message(flags, payload);
    }
    if (ends) {
      this.#then(() => {
        this.#tellClosed(code);
        this.close();
        this.#exchange.requestEnded();
      });
    }
  }

  /** For the SDK: the client is gone. */
  lost() {
    this.#closing = true;
    this.#then(() => this.#tellClosed(GONE));
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
      if (!this.#closing) {
        await this.#listener.message(this, message);
      }
      this.#inflow.consumed(payload.length);
    });
  }

  /** One after the other, in the order in which they came. */
  #then(step) {
    this.#heard = this.#heard
      .then(() => current.run(this.#exchange, step))
      .catch(failure => {
        this.#exchange.complain(failure);
        if (!this.#closing) {
          this.#closing = true;
          this.#exchange.breakOff(INTERNAL);
        }
        this.#tellClosed(BROKEN);
      })
      .catch(failure => this.#exchange.complain(failure));
  }

  #tellClosed(code) {
    if (!this.#told) {
      this.#told = true;
      return this.#listener.close?.(this, code);
    }
  }
}

module.exports = { Messages };
