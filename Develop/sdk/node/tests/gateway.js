'use strict';

const { spawn } = require('node:child_process');
const fs = require('node:fs');
const net = require('node:net');
const os = require('node:os');
const path = require('node:path');
const Frame = require('../lib/frame');

const TYPES = ['HELLO', 'REQ', 'RESP', 'DATA', 'MSG', 'CANCEL', 'WINDOW', 'PING', 'PONG', 'DRAIN', 'EVENT'];
const NAMES = Object.fromEntries(TYPES.map(name => [Frame[name], name]));

/** The gateway's side of the protocol, with a real worker process at the other end. */
class Gateway {
  output = '';
  errors = '';
  #frames = [];
  #wake = () => {};
  #bytes = Buffer.alloc(0);
  #stream = -1;

  static async start(service, window = 262144) {
    const gateway = new Gateway();
    const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'bhn'));
    const door = net.createServer();
    await new Promise(resolve => door.listen(path.join(folder, 'door'), resolve));
    const connected = new Promise(resolve => door.once('connection', resolve));
    const command = [path.join(__dirname, '../host.js'), path.join(__dirname, 'services', service)];
    const env = { BIGHAMMER_SOCKET: path.join(folder, 'door'), BIGHAMMER_SERVICE: 'tested', BIGHAMMER_TOKEN: 't' };
    gateway.process = spawn(process.execPath, command, { env: { PATH: process.env.PATH, ...env } });
    gateway.exit = new Promise(resolve => gateway.process.on('close', resolve));
    gateway.process.stdout.on('data', text => gateway.#told('output', text));
    gateway.process.stderr.on('data', text => gateway.#told('errors', text));
    gateway.socket = await connected;
    door.close();
    gateway.socket.on('data', bytes => gateway.#read(bytes)).on('error', () => {});
    await gateway.receive('HELLO');
    gateway.send('HELLO', 0, 0, JSON.stringify({ version: 1, window }));
    await gateway.receive('EVENT');
    fs.rmSync(folder, { recursive: true });
    return gateway;
  }

  send(type, flags, stream, head, body = '', arg = -1) {
    const payload = Buffer.concat([Buffer.from(head), Buffer.from(body)]);
    const header = Buffer.from([Frame.MAGIC, Frame[type], flags, 0, ...new Array(12).fill(0)]);
    header.writeUInt32BE(stream, 4);
    header.writeUInt32BE(payload.length, 8);
    header.writeUInt32BE(arg < 0 ? Buffer.byteLength(head) : arg, 12);
    this.socket.write(Buffer.concat([header, payload]));
  }

  /** Sends a request and gives back its stream. */
  ask(url, body = '', flags = Frame.END) {
    const [path, query = ''] = url.split('?');
    this.#stream += 2;
    const head = { id: `r${this.#stream}`, method: 'GET', path, query, headers: {}, params: {}, target: 'handle' };
    this.send('REQ', flags, this.#stream, JSON.stringify(head), body);
    return this.#stream;
  }

  /** Waits for the next frame of this type, on this stream when it is given. */
  async receive(type, stream) {
    return this.until(`${type} came`, () => {
      const index = this.#frames.findIndex(frame => frame.type === type && (stream === undefined || frame.stream === stream));
      return index >= 0 && this.#frames.splice(index, 1)[0];
    });
  }

  async answer(stream) {
    const { arg, payload } = await this.receive('RESP', stream);
    return { ...JSON.parse(payload.toString('utf8', 0, arg)), body: payload.toString('utf8', arg) };
  }

  /** Waits for something that is seen when the worker has said something. */
  async until(what, holds) {
    const deadline = AbortSignal.timeout(10_000);
    while (true) {
      const result = holds();
      if (result) {
        return result;
      }
      await new Promise((resolve, reject) => {
        this.#wake = resolve;
        deadline.onabort = () => reject(new Error(`not within 10 s: ${what}; the worker wrote: ${this.errors}`));
      });
    }
  }

  async close() {
    this.socket.destroy();
    this.process.kill('SIGKILL');
    await this.exit;
  }

  #told(kind, text) {
    this[kind] += text;
    this.#wake();
  }

  #read(bytes) {
    this.#bytes = Buffer.concat([this.#bytes, bytes]);
    while (this.#bytes.length >= 16 && this.#bytes.length >= 16 + this.#bytes.readUInt32BE(8)) {
      const end = 16 + this.#bytes.readUInt32BE(8);
      this.#frames.push({
        type: NAMES[this.#bytes[1]],
        flags: this.#bytes[2],
        stream: this.#bytes.readUInt32BE(4),
        arg: this.#bytes.readUInt32BE(12),
        payload: this.#bytes.subarray(16, end),
      });
      this.#bytes = this.#bytes.subarray(end);
    }
    this.#wake();
  }
}

module.exports = { Gateway };
