'use strict';

const { EVENT, HEADER, MAGIC, MAX_HEAD, MAX_PAYLOAD, MSG, OPTIONAL, REQ, RESP } = require('./frame');
const { Disconnected } = require('./errors');

/** Takes frames out of the bytes of a connection, however these were torn. */
class FrameReader {
  #frame;
  /** The beginning of a frame that has not come whole. */
  #held = Buffer.allocUnsafe(HEADER);
  #count = 0;

  /** @param frame called with (bytes, start of the frame, end of its payload); the bytes are its own until it returns */
  constructor(frame) {
    this.#frame = frame;
  }

  /** Reads a chunk; its memory may be used again afterwards. */
  read(chunk) {
    let at = this.#count === 0 ? 0 : this.#complete(chunk, 0);
    while (chunk.length - at >= HEADER) {
      const end = at + HEADER + payloadLength(chunk, at);
      if (end > chunk.length) {
        break;
      }
      this.#frame(chunk, at, end);
      at = end;
    }
    if (at < chunk.length) {
      this.#complete(chunk, at);
    }
  }

  /** Adds to the torn frame; returns how far the chunk was used. */
  #complete(chunk, at) {
    at = this.#fill(chunk, at, HEADER);
    if (this.#count < HEADER) {
      return at;
    }
    const size = HEADER + payloadLength(this.#held, 0);
    at = this.#fill(chunk, at, size);
    if (this.#count === size) {
      const whole = this.#held;
      this.#held = Buffer.allocUnsafe(HEADER);
      this.#count = 0;
      this.#frame(whole, 0, size);
    }
    return at;
  }

  #fill(chunk, at, size) {
    if (this.#held.length < size) {
      const larger = Buffer.allocUnsafe(size);
      this.#held.copy(larger, 0, 0, this.#count);
      this.#held = larger;
    }
    const end = Math.min(chunk.length, at + Math.max(0, size - this.#count));
    this.#count += chunk.copy(this.#held, this.#count, at, end);
    return end;
  }
}

/** Checks the header of a frame before any memory is taken for its payload. */
function payloadLength(bytes, at) {
  const type = bytes[at + 1];
  const length = bytes.readUInt32BE(at + 8);
  if (bytes[at] !== MAGIC) {
    throw new Disconnected('what came from the gateway is not a frame of BHP/1');
  }
  if (length > MAX_PAYLOAD) {
    throw new Disconnected(`a frame of ${length} bytes is longer than ${MAX_PAYLOAD}`);
  }
  if (type === 0 || type > EVENT) {
    if ((bytes[at + 2] & OPTIONAL) === 0) {
      throw new Disconnected(`a frame is of the unknown type ${type}`);
    }
  } else if (bytes[at + 3] !== 0) {
    throw new Disconnected(`a head is of the unknown codec ${bytes[at + 3]}`);
  } else {
    checkHead(type, bytes.readUInt32BE(at + 4), length, bytes.readUInt32BE(at + 12));
  }
  return length;
}

function checkHead(type, stream, length, arg) {
  const hasBody = type >= REQ && type <= MSG;
  if (hasBody && stream === 0) {
    throw new Disconnected(`a frame of type ${type} needs a stream other than 0`);
  }
  const head = type === REQ || type === RESP ? arg : hasBody ? 0 : length;
  if (head > length || head > MAX_HEAD) {
    throw new Disconnected(`a head of ${head} bytes is longer than its frame of ${length}, or than ${MAX_HEAD}`);
  }
}

module.exports = { FrameReader };
