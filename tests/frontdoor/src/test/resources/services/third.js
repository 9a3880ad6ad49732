'use strict';

/** The last of the three. */
module.exports = request => ({ path: ['node'], ids: [request.id] });
