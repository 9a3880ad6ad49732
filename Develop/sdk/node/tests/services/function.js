'use strict';

module.exports = () => 'from a function';
