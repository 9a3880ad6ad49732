class ExampleService {
  async handle(request) {
    return { status: 200, data: { hello: request.query.name ?? 'World' } };
  }
}

module.exports = ExampleService;
