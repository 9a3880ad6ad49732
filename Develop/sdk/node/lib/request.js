'use strict';

const querystring = require('node:querystring');
const { Content } = require('./content');

/** What a handler gets. Besides what is here: headers, header(name), body, json, bytes and stream(). */
class Request extends Content {
  #exchange;
  #query;

  constructor(head, exchange) {
    super(head.headers);
    this.#exchange = exchange;
    this.id = head.id ?? '';
    /** Upper case. */
    this.method = head.method ?? 'GET';
    /** Decoded, without the query. */
    this.path = head.path ?? '/';
    /** As the client sent it. */
    this.query_string = head.query ?? '';
    /** What the route's {name} parts matched. */
    this.params = head.params ?? {};
    /** The client's address. */
    this.client = head.client ?? '';
    /** http, websocket, tcp or socket. */
    this.door = head.door ?? '';
    /** What the route says. */
    this.handler = head.handler ?? '';
    /** Of a request for messages: the name of the connection, the same in a new worker that it is handed over to. */
    this.connection = head.connection ?? '';
    /** Whether another worker held the connection before. */
    this.resumed = head.resumed === true;
  }

  /** Decoded, by name; a name that comes more than once has a list. */
  get query() {
    return (this.#query ??= querystring.parse(this.query_string, '&', '=', { maxKeys: 0 }));
  }

  /** Whether the client asks for messages (a WebSocket). */
  get upgrade() {
    return this.#exchange.upgrade;
  }

  /** An AbortSignal that fires when nobody waits for the answer any more. */
  get signal() {
    return this.#exchange.signal;
  }

  /**
   * Asks another service, within the deadline of this request and under its id.
   *
   * @param {string} service
   * @param {object} [options] method, path, query, headers, body or json, handler, timeout (in ms), streaming
   * @returns {Promise<Reply>} with status, headers, body, json, bytes and stream()
   */
  call(service, options) {
    return this.#exchange.call(service, options);
  }

  toJSON() {
    const { id, method, path, query, headers, params, body, json, client, door, handler } = this;
    return { id, method, path, query, headers, params, body, json, client, door, handler };
  }
}

module.exports = { Request };
