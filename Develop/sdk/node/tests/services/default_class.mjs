class Parent {
  inherited() {
    return 'never';
  }
}

export default class Shop extends Parent {
  static streaming = ['upload'];

  handle() {
    return 'from a class';
  }

  upload() {
    return 'streaming';
  }
}
