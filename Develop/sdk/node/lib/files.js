'use strict';

const fs = require('node:fs');
const path = require('node:path');

const LIBRARIES = `${path.sep}node_modules${path.sep}`;
/** Static and dynamic imports of a file beside this one; Node does not tell which ES modules it has loaded. */
const IMPORT = /(?:\bfrom|\bimport)\s*\(?\s*['"](\.{1,2}\/[^'"]+)['"]/g;

/** Which files of the project the process has loaded. */
class LoadedFiles {
  #known = new Set();
  #modules = 0;

  /** @returns {string[]} those that the service's file imports, and those loaded by require() */
  begin(file) {
    const found = [];
    this.#follow(fs.realpathSync(file), found);
    return found.concat(this.more());
  }

  /** @returns {string[]} what was loaded since it was asked before */
  more() {
    const files = Object.keys(require.cache);
    if (files.length === this.#modules) {
      return [];
    }
    this.#modules = files.length;
    return files.filter(file => this.#isNew(file));
  }

  #follow(file, found) {
    if (!this.#isNew(file)) {
      return;
    }
    found.push(file);
    for (const [, name] of fs.readFileSync(file, 'utf8').matchAll(IMPORT)) {
      const imported = path.resolve(path.dirname(file), name);
      if (fs.statSync(imported, { throwIfNoEntry: false })?.isFile()) {
        this.#follow(fs.realpathSync(imported), found);
      }
    }
  }

  #isNew(file) {
    if (this.#known.has(file) || file.includes(LIBRARIES)) {
      return false;
    }
    this.#known.add(file);
    return true;
  }
}

module.exports = { LoadedFiles };
