'use strict';

module.exports = class Orders {
  constructor(database) {
    this.database = database;
  }

  handle() {
    return this.database;
  }
};
