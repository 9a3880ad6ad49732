'use strict';

const { WINDOW } = require('./frame');
const { TooLarge } = require('./errors');

/** How many bytes of a body the gateway may send before they are read. */
const CREDIT = 256 << 10;
/** The longest body that is kept in memory as a whole. */
const MOST_IN_MEMORY = 64 << 20;

/** A body as it comes in. Its sender is given back the credit for what has been read. */
class Inflow {
  #connection;
  #stream;
  #pieces = [];
  #ended = false;
  #dropping = false;
  #failure = null;
  #wake = null;
  #read = 0;

  constructor(connection, stream) {
    this.#connection = connection;
    this.#stream = stream;
  }

  get ended() {
    return this.#ended;
  }

  push(piece, last) {
    this.#ended ||= last;
    if (this.#dropping) {
      this.consumed(piece.length);
    } else if (piece.length > 0) {
      this.#pieces.push(piece);
    }
    this.#wake?.();
  }

  /** Whoever reads gets what waits, then this. */
  fail(failure) {
    this.#failure ??= failure;
    this.#wake?.();
  }

  /** Nobody will read the rest. */
  drop() {
    this.#dropping = true;
    for (const piece of this.#pieces.splice(0)) {
      this.consumed(piece.length);
    }
  }

  /** Gives credit back, in portions that are worth a frame. */
  consumed(count) {
    this.#read += count;
    if (this.#read >= CREDIT / 2 && !this.#ended && this.#failure === null) {
      this.#connection.send(WINDOW, 0, this.#stream, '', '', this.#read);
      this.#read = 0;
    }
  }

  /** The pieces, once. Who leaves the loop early gets no more of them. */
  async *[Symbol.asyncIterator]() {
    try {
      while (true) {
        const piece = this.#pieces.shift();
        if (piece !== undefined) {
          this.consumed(piece.length);
          yield piece;
        } else if (this.#failure !== null) {
          throw this.#failure;
        } else if (this.#ended) {
          return;
        } else {
          await new Promise(resolve => (this.#wake = resolve));
          this.#wake = null;
        }
      }
    } finally {
      this.drop();
    }
  }

  /** The whole of it, in memory. */
  async whole() {
    const pieces = [];
    let length = 0;
    for await (const piece of this) {
      length += piece.length;
      if (length > MOST_IN_MEMORY) {
        throw new TooLarge(`a body of more than ${MOST_IN_MEMORY} bytes is not kept in memory; read it with stream()`);
      }
      pieces.push(piece);
    }
    return Buffer.concat(pieces, length);
  }
}

module.exports = { CREDIT, Inflow };
