module.exports = {
  handle( {
};
