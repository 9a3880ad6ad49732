'use strict';

class Useless {}

module.exports = { Useless };
