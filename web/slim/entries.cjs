/** In the place of `object.entries`, for node-polyglot: what browsers without it would need. */
module.exports = Object.entries;
