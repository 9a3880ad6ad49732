'use strict';

const net = require('node:net');
const { HEADER, MAGIC, PIECE } = require('./frame');
const { Disconnected } = require('./errors');
const { FrameReader } = require('./frame-reader');

const READ_SIZE = 256 << 10;
const BATCH_SIZE = 2 * PIECE;
/** With more in one write the gateway would have nothing to do meanwhile. */
const MOST_TOGETHER = 16;

/** Frames over one stream socket. What is sent within one turn of the event loop leaves in few writes. */
class Connection {
  #socket;
  #batch = Buffer.allocUnsafe(BATCH_SIZE);
  #used = 0;
  #frames = 0;
  #scheduled = false;
  #flush = () => this.flush();
  /** Who waits until the gateway has taken what was sent. */
  #waiting = [];

  /**
   * @param address a socket file or tcp://host:port
   * @param frame called with (bytes, start of a frame, end of its payload)
   * @param closed called once, with the reason
   */
  constructor(address, frame, closed) {
    const reader = new FrameReader(frame);
    const tell = reason => {
      this.#wake();
      closed(reason);
    };
    this.#socket = net.connect({
      ...target(address),
      onread: {
        buffer: Buffer.allocUnsafe(READ_SIZE),
        callback: (count, bytes) => {
          try {
            reader.read(bytes.subarray(0, count));
          } catch (failure) {
            this.#socket.destroy(failure);
          }
          return true;
        },
      },
    });
    let connected = false;
    let reason = new Disconnected('the gateway closed the connection');
    this.#socket
      .on('connect', () => (connected = true))
      .on('drain', () => this.#wake())
      .on('error', failure => (reason = connected ? failure : unreachable(address, failure)))
      .on('close', () => tell(reason));
  }

  /**
   * Sends a frame, soon.
   *
   * @param {string} head JSON, or a text; at the front of the payload
   * @param {string|Uint8Array} body the rest of the payload
   * @param {number} [arg] the length of the head in bytes when it is left out
   */
  send(type, flags, stream, head, body = '', arg = -1) {
    // A character of a JavaScript string takes at most three bytes.
    this.#reserve(HEADER + 3 * head.length + (typeof body === 'string' ? 3 * body.length : body.length));
    const batch = this.#batch;
    const start = this.#used;
    let at = start + HEADER;
    at += batch.write(head, at);
    const headLength = at - start - HEADER;
    if (typeof body !== 'string') {
      batch.set(body, at);
      at += body.length;
    } else if (body !== '') {
      at += batch.write(body, at);
    }
    batch[start] = MAGIC;
    batch[start + 1] = type;
    batch[start + 2] = flags;
    batch[start + 3] = 0;
    batch.writeUInt32BE(stream, start + 4);
    batch.writeUInt32BE(at - start - HEADER, start + 8);
    batch.writeUInt32BE(arg < 0 ? headLength : arg, start + 12);
    this.#used = at;
    this.#frames++;
    if (this.#frames >= MOST_TOGETHER) {
      this.flush();
    } else if (!this.#scheduled) {
      this.#scheduled = true;
      setImmediate(this.#flush);
    }
  }

  /** Whether more is on its way than the gateway takes at the moment. */
  get congested() {
    return this.#socket.writableNeedDrain;
  }

  /** Resolves when the gateway has taken what was sent, or is gone. */
  drained() {
    return new Promise(resolve => this.#waiting.push(resolve));
  }

  flush() {
    this.#scheduled = false;
    this.#frames = 0;
    if (this.#used > 0 && !this.#socket.destroyed) {
      this.#socket.write(this.#batch.subarray(0, this.#used));
      // What the system has taken at once is not needed any more.
      if (this.#socket.writableLength > 0 || this.#batch.length > BATCH_SIZE) {
        this.#batch = Buffer.allocUnsafe(BATCH_SIZE);
      }
    }
    this.#used = 0;
  }

  /** Sends what is waiting and closes. */
  end() {
    this.flush();
    this.#socket.destroySoon();
  }

  destroy(failure) {
    this.#socket.destroy(failure);
  }

  #reserve(size) {
    if (this.#used + size > this.#batch.length) {
      this.flush();
    }
    if (size > this.#batch.length) {
      this.#batch = Buffer.allocUnsafe(size);
    }
  }

  #wake() {
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const resolve of waiting) {
      resolve();
    }
  }
}

function target(address) {
  if (!address.startsWith('tcp://')) {
    return { path: address };
  }
  const { hostname, port } = new URL(address);
  return { host: hostname.replace(/^\[|\]$/g, ''), port: Number(port), noDelay: true };
}

function unreachable(address, failure) {
  return new Disconnected(`cannot connect to the gateway at ${address}: ${failure.message}`);
}

module.exports = { Connection };
