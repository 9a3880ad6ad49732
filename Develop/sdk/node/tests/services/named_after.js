'use strict';

class Another {
  handle() {
    return 'another';
  }
}

class NamedAfter {
  handle() {
    return 'named after the file';
  }
}

module.exports = { Another, NamedAfter };
