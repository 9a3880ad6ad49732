'use strict';

const bighammer = require('../index');

/** The service of tests/conformance: what each path does is written there. */
class Conformance {
  /** Some paths read their body piece by piece. */
  static streaming = ['handle'];

  async handle(request) {
    const answer = answers[request.path];
    return answer === undefined ? { status: 404 } : answer(request);
  }

  other(request) {
    return `other ${request.header('X-Who', 'nobody')}`;
  }

  _hidden() {
    return 'never';
  }
}

const answers = {
  '/envelope': () => ({ status: 201, data: { text: '你好/“x”<&>' } }),
  '/message': () => ({ status: 200, message: 'fine' }),
  '/raw': () => ({ status: 418, headers: { 'X-Kind': ['a', 'b'], 'Content-Type': 'text/html' }, body: '<p>' }),
  '/binary': () => ({
    status: 200,
    headers: { 'Content-Type': 'application/octet-stream' },
    body: Buffer.from('00ff80c3280a', 'hex'),
  }),
  '/string': () => 'plain',
  '/null': () => null,
  '/list': () => [1, 2.5, 'three'],
  '/extra': () => ({ status: 200, other: 1 }),
  '/number': () => 42,
  '/no-content': () => ({ status: 204, headers: { 'X-Kind': 'empty' }, body: 'dropped' }),
  '/status': () => ({ status: 42 }),
  '/unencodable': () => ({ status: 200, data: 1n }),
  '/large': () => '0123456789'.repeat(30000),
  '/ignore': () => 'not read',
  '/load': () => require('./loaded_late'),

  '/throw'() {
    throw new Error('told to the log only');
  },

  '/print'() {
    console.log('a stray line\nand another');
    console.error('a complaint');
    return 'printed';
  },

  async '/echo'(request) {
    await request.read();
    return { status: 200, data: request };
  },

  async *'/generate'({ query }) {
    for (let i = 0; i < Number(query.pieces); i++) {
      yield 'x'.repeat(Number(query.size));
    }
  },

  *'/endless'() {
    try {
      while (true) {
        yield 'x'.repeat(1000);
      }
    } finally {
      console.log('released');
    }
  },

  *'/break'() {
    yield 'begun';
    throw new Error('in the middle');
  },

  async '/count'(request) {
    let bytes = 0;
    for await (const piece of request.stream()) {
      bytes += piece.length;
    }
    return { bytes };
  },

  '/stream': request => request.stream(),

  async '/call'(request) {
    const own = request.header('x-a');
    const options = { method: request.method, path: '/there', query: 'q=1', body: await request.read() };
    try {
      const reply = await request.call(request.query.service, { ...options, headers: own ? { 'x-a': own } : {} });
      const { status, body } = reply;
      const kind = reply.header('x-kind') ?? null;
      return { data: { status, kind, length: body.length, body: body.length > 1000 ? undefined : body }, status: 200 };
    } catch (failure) {
      return { status: 503, message: `refused: ${failure.reason}` };
    }
  },

  '/later'() {
    setImmediate(async () => {
      const options = { handler: 'websocket.send', json: { route: '/r', text: 'later' } };
      const reply = await bighammer.call('websocket', options);
      console.log(`sent to ${reply.json.data}`);
    });
  },

  '/chat': ({ query }) => new Chat(query.protocol),
};

class Chat {
  #heard = 0;

  constructor(protocol) {
    this.headers = { 'X-Kind': ['a', 'b'], ...(protocol && { 'Sec-WebSocket-Protocol': protocol }) };
  }

  async open(connection) {
    if (connection.resumed) {
      await connection.send('again');
    }
  }

  async message(connection, message) {
    this.#heard++;
    if (typeof message !== 'string') {
      await connection.send(message);
    } else if (message in says) {
      await says[message](connection, this.#heard);
    } else if (!message.startsWith('quiet')) {
      await connection.send(`echo: ${message}`);
    }
  }

  close(connection, code, reason) {
    console.log(`closed ${code} ${reason}`);
  }

  handOver() {
    console.log('handed over');
  }
}

const says = {
  bye: connection => connection.close(),
  close: connection => connection.close(4001, 'enough'),
  count: (connection, count) => connection.send(String(count)),
  fail() {
    throw new Error('told to the log only');
  },
};

module.exports = { Conformance };
