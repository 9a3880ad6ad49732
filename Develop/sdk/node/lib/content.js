'use strict';

const EMPTY = Buffer.alloc(0);

/** Headers and a body, of a request or of what another service answered. */
class Content {
  #inflow = null;
  #bytes = EMPTY;
  #text;
  #json;

  constructor(headers) {
    /** By name in lower case; several of one name are a list. */
    this.headers = headers ?? {};
  }

  /** The value of a header, whatever the case of the name; several values are joined by a comma. */
  header(name, otherwise) {
    const value = this.headers[name.toLowerCase()] ?? otherwise;
    return Array.isArray(value) ? value.join(', ') : value;
  }

  /** The whole body, a Buffer. */
  get bytes() {
    if (this.#inflow !== null) {
      throw new Error('this body has not been read: loop over stream(), or await read() before');
    }
    return this.#bytes;
  }

  /** The whole body, a string. */
  get body() {
    return (this.#text ??= this.bytes.toString());
  }

  /** The body read as JSON; null when it is none. */
  get json() {
    if (this.#json === undefined) {
      this.#json = parsed(this.body);
    }
    return this.#json;
  }

  /** Waits for the whole body; afterwards body, bytes and json have it. Only a service that is `streaming` needs it. */
  async read() {
    if (this.#inflow !== null) {
      this.#bytes = await this.#inflow.whole();
      this.#inflow = null;
    }
    return this.#bytes;
  }

  /** The body piece by piece, as Buffers; once. */
  async *stream() {
    if (this.#inflow !== null) {
      yield* this.#inflow;
    } else if (this.#bytes.length > 0) {
      yield this.#bytes;
    }
  }

  /** For the SDK: the body is these bytes. */
  static fill(content, bytes) {
    content.#bytes = bytes;
  }

  /** For the SDK: the body comes from here. */
  static connect(content, inflow) {
    content.#inflow = inflow;
  }
}

function parsed(text) {
  try {
    return text === '' ? null : JSON.parse(text);
  } catch {
    return null;
  }
}

module.exports = { Content, EMPTY };
