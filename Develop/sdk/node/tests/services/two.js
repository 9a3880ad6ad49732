'use strict';

class First {
  handle() {}
}

class Second {
  handle() {}
}

module.exports = { First, Second };
