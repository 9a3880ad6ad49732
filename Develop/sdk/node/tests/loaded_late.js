'use strict';

module.exports = 'loaded';
