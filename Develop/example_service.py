class ExampleService:
    async def handle(self, request):
        return {"status": 200, "data": {"hello": request.query.get("name", "World")}}
