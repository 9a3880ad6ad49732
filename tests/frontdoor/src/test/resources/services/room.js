// Edition 0
/** A room: counts what each connection says, and hears what is said to the group. */
class Room {
  #count = 0;

  headers = { 'Sec-WebSocket-Protocol': 'room' };

  async open(connection) {
    if (connection.resumed) {
      const kept = await ask(connection, 'store', 'store.get', { key: connection.id });
      this.#count = kept.json.data;
    } else {
      await ask(connection, 'websocket', 'websocket.join', { connection: connection.id, group: 'room' });
    }
  }

  async message(connection, message) {
    this.#count++;
    if (message === 'close') {
      connection.close(4001, 'enough');
    } else {
      await connection.send(`${this.#count} ${message}`);
    }
  }

  async handOver(connection) {
    await ask(connection, 'store', 'store.set', { key: connection.id, value: this.#count });
  }

  close(connection, code, reason) {
    console.log(`left with ${code} ${reason}`);
  }
}

function ask(connection, service, handler, json) {
  return connection.request.call(service, { handler, json });
}

module.exports = request => (request.upgrade && request.query.key === 'right' ? new Room() : { status: 401 });
