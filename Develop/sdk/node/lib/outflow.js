'use strict';

const { DATA, END, MORE, MSG, PIECE } = require('./frame');

/** A body, or messages, on the way out: as fast as the gateway gives credit. */
class Outflow {
  #connection;
  #stream;
  #window;
  #credit;
  #failure = null;
  #wake = null;

  constructor(connection, stream, credit) {
    this.#connection = connection;
    this.#stream = stream;
    this.#window = this.#credit = credit;
  }

  grant(count) {
    this.#credit += count;
    this.#wake?.();
  }

  fail(failure) {
    this.#failure = failure;
    this.#wake?.();
  }

  /** Takes the credit for a body that rides in the frame of its head; false when it is too long for that. */
  rides(count) {
    if (count > PIECE || count > this.#credit) {
      return false;
    }
    this.#credit -= count;
    return true;
  }

  /** Sends all pieces, each a string or bytes, and the end. */
  async sendAll(pieces) {
    for await (const piece of pieces) {
      await this.#send(DATA, 0, bytesOf(piece));
    }
    this.#failIfBroken();
    this.#connection.send(DATA, END, this.#stream, '');
  }

  /** Sends one message; its boundaries are kept. */
  async sendMessage(flags, bytes) {
    if (bytes.length === 0) {
      this.#failIfBroken();
      this.#connection.send(MSG, flags, this.#stream, '');
    }
    await this.#send(MSG, flags, bytes);
  }

  async #send(type, flags, bytes) {
    // A message is not cut where waiting for credit spares it: who gives credit back in portions has half of it out at most.
    const worthwhile = type === MSG ? Math.max(1, this.#window / 2) : 1;
    for (let at = 0; at < bytes.length; ) {
      await this.#room(Math.min(worthwhile, bytes.length - at));
      const end = Math.min(bytes.length, at + PIECE, at + this.#credit);
      this.#credit -= end - at;
      const more = type === MSG && end < bytes.length ? MORE : 0;
      this.#connection.send(type, flags | more, this.#stream, '', bytes.subarray(at, end));
      at = end;
    }
  }

  async #room(least) {
    if (this.#connection.congested) {
      await this.#connection.drained();
    }
    while (this.#credit < least && this.#failure === null) {
      await new Promise(resolve => (this.#wake = resolve));
      this.#wake = null;
    }
    this.#failIfBroken();
  }

  #failIfBroken() {
    if (this.#failure !== null) {
      throw this.#failure;
    }
  }
}

function bytesOf(piece) {
  if (typeof piece === 'string') {
    return Buffer.from(piece);
  }
  if (piece instanceof Uint8Array) {
    return piece;
  }
  throw new TypeError(`a body consists of strings and bytes, not of ${piece === null ? 'null' : typeof piece}`);
}

module.exports = { Outflow };
