'use strict';

const { STATUS_CODES } = require('node:http');
const { MAX_HEAD } = require('./frame');

const TEXT = 'text/plain; charset=utf-8';
const BYTES = 'application/octet-stream';
const JSON_HEADERS = { 'content-type': 'application/json; charset=utf-8' };

/** The beginnings of envelopes without a message of their own, and their heads, by status. */
const common = new Map();

/** What a handler returned, made ready to be sent: a head, and a body that is a string, bytes or comes in pieces. */
class Answer {
  /** @param {string} head the JSON of its RESP frame */
  constructor(head, body, pieces = null) {
    this.head = head;
    this.body = body;
    this.pieces = pieces;
  }

  /** For a request that asks for the head only. */
  withoutBody() {
    this.pieces?.destroy?.();
    const { status, headers } = JSON.parse(this.head);
    if (this.pieces === null && status !== 204 && status !== 304) {
      headers['content-length'] ??= String(Buffer.byteLength(this.body));
    }
    return new Answer(JSON.stringify({ status, headers }), '');
  }

  /** @param value what a handler returned */
  static of(value) {
    if (value === null || value === undefined) {
      return raw(204, {}, '');
    }
    if (typeof value === 'string') {
      return raw(200, { 'content-type': TEXT }, value);
    }
    if (value instanceof Uint8Array || isStream(value)) {
      return raw(200, { 'content-type': BYTES }, value);
    }
    if (typeof value === 'object' && Number.isInteger(value.status)) {
      const kind = kindOf(value);
      if (kind === ENVELOPE) {
        return Answer.envelope(value.status, value.data, value.message);
      }
      if (kind === RAW) {
        return raw(value.status, lines(value.headers), value.body ?? '');
      }
    }
    if (typeof value === 'object' && 'status' in value) {
      warnOfShape(value);
    }
    return Answer.envelope(200, value);
  }

  /** The head of an answer with these headers of a handler. */
  static head(status, headers) {
    return headOf(status, lines(headers));
  }

  /** @param {string} [message] the reason phrase of the status when it is left out */
  static envelope(status, data, message) {
    const { head, beginning } = commonOf(status);
    const json = JSON.stringify(data) ?? 'null';
    if (message === null || message === undefined) {
      return new Answer(head, `${beginning}${json}}`);
    }
    return new Answer(head, `{"status":${status},"message":${JSON.stringify(message)},"data":${json}}`);
  }
}

let warned = false;

/** Once: it may be meant. */
function warnOfShape(value) {
  if (!warned) {
    warned = true;
    console.error(
      `Warning: a handler returned ${Object.keys(value).join(', ')}, which is sent as data of a 200. An envelope has an` +
        ' integer status, message and data and nothing else; raw HTTP has status, headers and body.',
    );
  }
}

const OTHER = 0;
const ENVELOPE = 1;
const RAW = 2;

/** An object with a status and nothing but the keys of an envelope, or of raw HTTP. */
function kindOf(value) {
  let kind = ENVELOPE | RAW;
  for (const key in value) {
    if (key === 'data' || key === 'message') {
      kind &= ENVELOPE;
    } else if (key === 'headers' || key === 'body') {
      kind &= RAW;
    } else if (key !== 'status') {
      return OTHER;
    }
  }
  return kind & ENVELOPE || kind;
}

function commonOf(status) {
  let known = common.get(status);
  if (known === undefined) {
    failIfNoStatus(status);
    const head = headOf(status, JSON_HEADERS);
    const beginning = `{"status":${status},"message":${JSON.stringify(STATUS_CODES[status] ?? '')},"data":`;
    common.set(status, (known = { head, beginning }));
  }
  return known;
}

function failIfNoStatus(status) {
  if (status < 200 || status > 599) {
    throw new RangeError(`a status is between 200 and 599, not ${status}`);
  }
}

function headOf(status, headers) {
  const head = JSON.stringify({ status, headers });
  if (head.length > MAX_HEAD) {
    throw new RangeError(`the headers of an answer take at most ${MAX_HEAD} bytes, not ${head.length}`);
  }
  return head;
}

function raw(status, headers, body) {
  failIfNoStatus(status);
  const head = headOf(status, headers);
  if (status === 204 || status === 304) {
    return new Answer(head, '');
  }
  if (typeof body === 'string' || body instanceof Uint8Array) {
    return new Answer(head, body);
  }
  if (isStream(body)) {
    return new Answer(head, '', body);
  }
  throw new TypeError("'body' is a string, bytes, a generator or a stream; JSON goes into 'data'");
}

function isStream(value) {
  return (
    typeof value === 'object' &&
    value !== null &&
    (typeof value[Symbol.asyncIterator] === 'function' ||
      (typeof value[Symbol.iterator] === 'function' && typeof value.next === 'function'))
  );
}

function lines(headers) {
  const entries = headers instanceof Headers ? headers : Object.entries(headers ?? {});
  const all = {};
  for (const [name, value] of entries) {
    all[name.toLowerCase()] = Array.isArray(value) ? value.map(String) : String(value);
  }
  return all;
}

module.exports = { Answer };
